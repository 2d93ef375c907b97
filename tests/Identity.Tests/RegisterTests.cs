using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace NanoBanana.Identity.Tests;

public sealed class RegisterTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task NewAddress_Register_SignsInAndShowsNoSecret()
    {
        using var visitor = application.Visitor();
        var email = IdentityApplication.NewEmail();

        var response = await visitor.PostAsJsonAsync("/v1/auth/register", new { email, password = IdentityApplication.Password });

        var answer = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        answer.AsObject().Select(static field => field.Key).ShouldBe(["user", "access_token", "token_type"]);
        answer["user"]!.AsObject().Select(static field => field.Key).ShouldBe(["id", "email", "created_at"]);
        ((string)answer["user"]!["email"]!).ShouldBe(email);
        ((string)answer["user"]!["created_at"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        ((string)answer["token_type"]!).ShouldBe("bearer");
        var body = await response.Content.ReadAsStringAsync();
        var hash = (string)(await application.QueryAsync("SELECT password_hash FROM identity.users WHERE email = $1", email))!;
        body.ShouldNotContain(IdentityApplication.Password);
        body.ShouldNotContain(hash[..12]);
    }

    [Fact]
    public async Task NewUser_Registered_GetsATokenWithTheDocumentedClaims()
    {
        var user = await application.RegisterAsync();

        user.Claims.Alg.ShouldBe("HS256");
        user.Claims.GetPayloadValue<string>("type").ShouldBe("access");
        user.Claims.GetPayloadValue<int>("gen").ShouldBe(0);
        var lifetime = user.Claims.GetPayloadValue<long>("exp") - user.Claims.GetPayloadValue<long>("iat");
        lifetime.ShouldBe(10_080 * 60);
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task Hash_Stored_IsPbkdf2WithSha512AndTheConfiguredCost()
    {
        var user = await application.RegisterAsync();

        var hash = Convert.FromBase64String((string)(await application.QueryAsync("SELECT password_hash FROM identity.users WHERE id = $1", user.UserId))!);

        // Version 3 of Identity's format: marker, pseudo-random function (2 is HMAC-SHA512), rounds.
        hash[..5].ShouldBe([1, 0, 0, 0, 2]);
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)).ShouldBe(210_000);
    }

    [Fact]
    public async Task KnownAddressInOtherCase_Register_IsAConflict()
    {
        var user = await application.RegisterAsync();
        using var visitor = application.Visitor();

        var response = await visitor.PostAsJsonAsync("/v1/auth/register", new { email = user.Email.ToUpperInvariant(), password = "another password" });

        ((string)(await response.ShouldBeAsync(HttpStatusCode.Conflict))!["detail"]!).ShouldBe("Email already registered");
        await application.SignInAsync(user.Email);
    }

    [Fact]
    public async Task SameAddressTwiceAtOnce_Register_OneWins()
    {
        using var visitor = application.Visitor();
        var email = IdentityApplication.NewEmail();

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            visitor.PostAsJsonAsync("/v1/auth/register", new { email, password = IdentityApplication.Password })));

        responses.Count(static response => response.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        responses.Count(static response => response.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);
    }

    [Theory]
    [InlineData("{}", new[] { "email:missing", "password:missing" })]
    [InlineData("""{"email":"a@b.c","password":"1234567"}""", new[] { "password:string_too_short" })]
    [InlineData("""{"email":"nonsense","password":"12345678"}""", new[] { "email:value_error" })]
    [InlineData("""{"email":null,"password":null}""", new[] { "email:missing", "password:missing" })]
    [InlineData("""{"email":5,"password":"12345678"}""", new[] { "email:type_error" })]
    [InlineData("""{"email":"a@b.c","password":{"a":1}}""", new[] { "password:type_error" })]
    [InlineData("""{"email":"a@b.c","password":"123456\u000078"}""", new[] { "password:string_type" })]
    [InlineData("""{"email":"a@b.c","password":"\ud800 12345678"}""", new[] { "password:type_error" })]
    [InlineData("null", new[] { ":missing" })]
    [InlineData("", new[] { ":missing" })]
    [InlineData("[]", new[] { ":json_invalid" })]
    [InlineData("{", new[] { ":json_invalid" })]
    public async Task BadBody_Register_NamesTheFields(string body, string[] faults)
    {
        using var visitor = application.Visitor();

        var response = await visitor.PostAsync("/v1/auth/register", new StringContent(body, Encoding.UTF8, "application/json"));

        (await response.ShouldBeInvalidAsync()).ShouldBe(faults);
    }

    [Fact]
    public async Task PasswordAtAndOverTheLimit_Register_IsCountedInCharacters()
    {
        using var visitor = application.Visitor();
        var longest = string.Concat(Enumerable.Repeat("🍌", 128));
        var email = IdentityApplication.NewEmail();

        await (await visitor.PostAsJsonAsync("/v1/auth/register", new { email, password = longest })).ShouldBeAsync(HttpStatusCode.Created);
        await application.SignInAsync(email, longest);
        var over = await visitor.PostAsJsonAsync("/v1/auth/register", new { email = IdentityApplication.NewEmail(), password = longest + "x" });

        (await over.ShouldBeInvalidAsync()).ShouldBe(["password:string_too_long"]);
    }

    [Fact]
    public async Task OtherContentType_Register_IsUnsupported()
    {
        using var visitor = application.Visitor();

        var response = await visitor.PostAsync("/v1/auth/register", new StringContent("email=a", Encoding.UTF8, "text/plain"));

        await response.ShouldBeAsync(HttpStatusCode.UnsupportedMediaType);
        await (await visitor.GetAsync("/v1/auth/register")).ShouldBeAsync(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task HugeBody_Register_IsRefused()
    {
        using var visitor = application.Visitor();

        var response = await visitor.PostAsJsonAsync("/v1/auth/register", new { email = "a@b.c", password = new string('x', 1_000_000) });

        await response.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task PastTheGateway_Register_IsRefused()
    {
        using var client = application.Service.CreateClient();

        await (await client.PostAsJsonAsync("/v1/auth/register", new { email = "a@b.c", password = "12345678" })).ShouldBeAsync(HttpStatusCode.Unauthorized);
        await (await client.PostAsJsonAsync("/v1/auth/login", new { email = "a@b.c", password = "12345678" })).ShouldBeAsync(HttpStatusCode.Unauthorized);
    }
}
