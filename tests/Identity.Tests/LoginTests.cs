using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace NanoBanana.Identity.Tests;

public sealed class LoginTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task RightPassword_Login_GivesATokenThatWorks()
    {
        var user = await application.RegisterAsync();

        var response = await application.LoginAsync(user.Email.ToUpperInvariant(), IdentityApplication.Password);

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        answer.AsObject().Select(static field => field.Key).ShouldBe(["access_token", "token_type"]);
        var again = new SignedIn(application, user.Email, (string)answer["access_token"]!);
        again.UserId.ShouldBe(user.UserId);
        again.TokenId.ShouldNotBe(user.TokenId);
        (await again.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task UnknownAddressAndWrongPassword_Login_CannotBeToldApart()
    {
        var user = await application.RegisterAsync();
        using var listener = CountPasswordWork(out var work);

        var wrong = await application.LoginAsync(user.Email, "wrong password");
        var workForKnown = work.Take();
        var unknown = await application.LoginAsync(IdentityApplication.NewEmail(), "wrong password");
        var workForUnknown = work.Take();

        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await wrong.Content.ReadAsStringAsync()).ShouldBe("""{"detail":"Invalid email or password"}""");
        (await unknown.Content.ReadAsStringAsync()).ShouldBe(await wrong.Content.ReadAsStringAsync());
        wrong.ErrorCode().ShouldBe(unknown.ErrorCode());

        // The same computation each time; the clock is asked loosely, for other tests run beside this one.
        workForKnown.Count.ShouldBe(1);
        workForUnknown.Count.ShouldBe(1);
        (workForUnknown.Seconds / workForKnown.Seconds).ShouldBeInRange(0.1, 10);
    }

    [Fact]
    public async Task ManyFailedLogins_OwnerSignedIn_IsNotLockedOut()
    {
        var user = await application.RegisterAsync();

        for (var i = 0; i < 8; i++)
            (await application.LoginAsync(user.Email, $"wrong password {i}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await user.IntrospectAsync()).Active.ShouldBeTrue();
        await application.SignInAsync(user.Email);
    }

    [Fact]
    public async Task HashOfLowerCost_Login_IsReplacedByOneOfTodays()
    {
        var user = await application.RegisterAsync();
        await using var costlier = await IdentityApplication.StartAsync(application.Database, ("Passwords:Iterations", "230000"));
        using var visitor = costlier.ClientFor(Contracts.Principals.Principal.Anonymous);

        var response = await visitor.PostAsJsonAsync("/v1/auth/login", new { email = user.Email, password = IdentityApplication.Password });

        await response.ShouldBeAsync(HttpStatusCode.OK);
        var hash = Convert.FromBase64String((string)(await application.QueryAsync("SELECT password_hash FROM identity.users WHERE id = $1", user.UserId))!);
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)).ShouldBe(230_000);
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
        await application.SignInAsync(user.Email);
    }

    [Theory]
    [InlineData("{}", new[] { "email:missing", "password:missing" })]
    [InlineData("""{"email":"nonsense","password":"x"}""", new[] { "email:value_error" })]
    [InlineData("""{"email":"a@b.c","password":true}""", new[] { "password:type_error" })]
    public async Task BadBody_Login_NamesTheFields(string body, string[] faults)
    {
        using var visitor = application.Visitor();

        var response = await visitor.PostAsync("/v1/auth/login", new StringContent(body, Encoding.UTF8, "application/json"));

        (await response.ShouldBeInvalidAsync()).ShouldBe(faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public async Task PasswordNobodyCanHave_Login_IsSimplyWrong(string password) =>
        await (await application.LoginAsync(IdentityApplication.NewEmail(), password)).ShouldBeAsync(HttpStatusCode.Unauthorized);

    private MeterListener CountPasswordWork(out PasswordWork work)
    {
        var meters = application.Service.Services.GetRequiredService<IMeterFactory>();
        var counted = work = new PasswordWork();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                // Every host in this process has a meter of this name; the scope tells which is ours.
                if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "nanobanana.identity.password.duration")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => counted.Add(seconds));
        listener.Start();
        return listener;
    }

    private sealed class PasswordWork
    {
        private readonly Lock _gate = new();
        private int _count;
        private double _seconds;

        public void Add(double seconds)
        {
            lock (_gate)
                (_count, _seconds) = (_count + 1, _seconds + seconds);
        }

        public (int Count, double Seconds) Take()
        {
            lock (_gate)
            {
                var taken = (_count, _seconds);
                (_count, _seconds) = (0, 0);
                return taken;
            }
        }
    }
}
