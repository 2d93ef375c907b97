using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Kling;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>The tokens of an account of two keys.</summary>
public sealed class KlingTokenTests
{
    private readonly TestClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_760_000_000));

    [Fact]
    public void Token_Made_HasTheDocumentedHeaderAndClaims()
    {
        var parts = new KlingToken("ac\"cess", "secret", _clock).Current.Split('.');

        Text(parts[0]).ShouldBe("""{"alg":"HS256","typ":"JWT"}""");
        Text(parts[1]).ShouldBe("""{"iss":"ac\u0022cess","exp":1760001800,"nbf":1759999995}""");
        parts[2].Length.ShouldBe(43);
    }

    [Fact]
    public void Token_Shown_IsTheSameUntilShortlyBeforeItsEnd()
    {
        var token = new KlingToken("access", "secret", _clock);
        var first = token.Current;

        _clock.Advance(TimeSpan.FromMinutes(24.9));
        token.Current.ShouldBe(first);

        _clock.Advance(TimeSpan.FromMinutes(0.1));
        token.Current.ShouldNotBe(first);
    }

    [Fact]
    public void Token_Forgotten_IsMadeAnew()
    {
        var token = new KlingToken("access", "secret", _clock);
        var first = token.Current;
        _clock.Advance(TimeSpan.FromSeconds(1));

        token.Forget();

        token.Current.ShouldNotBe(first);
    }

    [Fact]
    public void OurClock_SetBack_ATokenOfTheFutureIsNotShown()
    {
        var token = new KlingToken("access", "secret", _clock);
        var first = token.Current;

        _clock.Advance(TimeSpan.FromHours(-1));

        token.Current.ShouldNotBe(first);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(29, null)]
    [InlineData(31, "AUTH_EXPIRED")]
    [InlineData(-1, "AUTH_NOT_YET_VALID")]
    public async Task TheirClock_OffByMinutes_DecidesWhetherTheTokenIsGood(int minutes, string? detail)
    {
        var theirs = new TestClock();
        theirs.Advance(TimeSpan.FromMinutes(minutes));
        await using var kling = await KlingEmulator.StartAsync(secret: "secret", time: theirs);

        (await SendAsync(kling, "secret") is ProviderResult.Failed failed ? failed.Detail : null).ShouldBe(detail);
    }

    [Fact]
    public async Task TokenRefusedForItsTime_NextCall_ShowsAnotherOne()
    {
        await using var kling = await KlingEmulator.StartAsync(secret: "secret");
        await using var setup = SetupOf(kling, "secret");
        var ours = new TestClock();
        var provider = ProviderOf(setup, ours);
        var order = await provider.OrderAsync(setup.Request("kling", "kling-v3"));
        ours.Advance(TimeSpan.FromSeconds(3));
        kling.Polls.Next("code:1004");

        for (var i = 0; i < 3; i++)
            await provider.PollAsync(order, CancellationToken.None);

        var shown = kling.Switchboard.Requests.Select(static sent => sent.Headers["Authorization"]).ToArray();
        shown[1].ShouldBe(shown[0]);
        shown[2].ShouldNotBe(shown[0]);
        shown[3].ShouldBe(shown[2]);
        kling.Switchboard.Rejected.ShouldBe(0);
    }

    [Fact]
    public async Task TokenRefusedForItsTime_ProbedAgain_ShowsAnotherOne()
    {
        await using var kling = await KlingEmulator.StartAsync(secret: "secret");
        await using var setup = SetupOf(kling, "secret");
        var ours = new TestClock();
        var provider = ProviderOf(setup, ours);
        (await provider.ProbeAsync(CancellationToken.None)).ShouldBeNull();
        ours.Advance(TimeSpan.FromSeconds(3));
        kling.Polls.Next("code:1004");

        (await provider.ProbeAsync(CancellationToken.None)).ShouldNotBeNull().Detail.ShouldBe("AUTH_EXPIRED");
        (await provider.ProbeAsync(CancellationToken.None)).ShouldBeNull();

        var shown = kling.Switchboard.Requests.Select(static sent => sent.Headers["Authorization"]).ToArray();
        shown[1].ShouldBe(shown[0]);
        shown[2].ShouldNotBe(shown[0]);
        kling.Switchboard.Rejected.ShouldBe(0);
    }

    [Fact]
    public async Task OtherSecret_Sent_IsUnauthorised()
    {
        await using var kling = await KlingEmulator.StartAsync(secret: "secret");

        (await SendAsync(kling, "other")).ShouldBeFailed().Class.ShouldBe(FailureClass.Unauthorised);
    }

    private static async Task<ProviderResult> SendAsync(KlingEmulator kling, string secret)
    {
        await using var setup = SetupOf(kling, secret);
        return await setup.Provider("kling").SendAsync(setup.Request("kling", "kling-v3"), CancellationToken.None);
    }

    private static KlingProvider ProviderOf(ProviderSetup setup, TimeProvider clock) => new(
        setup.Services.GetRequiredService<ProviderTransport>(), setup.Services.GetRequiredService<ModelCatalogue>(),
        setup.Services.GetRequiredService<IOptions<KlingOptions>>(), clock);

    private static ProviderSetup SetupOf(KlingEmulator kling, string secret) => new(
        ("PROVIDER_KLING_BASE_URL", kling.Address.ToString()), ("PROVIDER_KLING_API_KEY", KlingEmulator.DefaultKey), ("PROVIDER_KLING_SECRET_KEY", secret));

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
