using System.Net;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.EndToEnd;

/// <summary>Which credential opens what, and that nothing else does.</summary>
public sealed class CredentialTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Theory]
    [InlineData(null, "Missing Authorization header", "auth.missing_key")]
    [InlineData("nb_live_short", "Invalid API key format", "auth.malformed_key")]
    [InlineData("nb_live_00000000000000000000000000000000", "Invalid API key", "auth.unknown_key")]
    [InlineData("whatever", "Invalid API key format", "auth.malformed_key")]
    public async Task BadKey_Generate_Is401WithTheReason(string? credential, string detail, string code)
    {
        using var client = credential is null ? fixture.System.CreateClient() : fixture.System.ClientWith(credential);
        using var response = await client.GenerateAsync(new { prompt = "x" });
        ((string)(await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe(detail);
        response.ErrorCode().ShouldBe(code);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task AccessToken_Generate_Is401BecauseAKeyIsDemanded()
    {
        using var client = (await fixture.System.SignUpAsync()).Client;
        using var response = await client.GenerateAsync(new { prompt = "x" });
        await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/v1/keys")]
    [InlineData("/v1/auth/me")]
    [InlineData("/v1/usage/summary")]
    public async Task ApiKey_OnAnAccountRoute_Is401BecauseATokenIsDemanded(string path)
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        ((string)(await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe("Invalid or expired token");
        using var nobody = fixture.System.CreateClient();
        using var without = await nobody.GetAsync(new Uri(path, UriKind.Relative));
        ((string)(await without.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe("Not authenticated");
    }

    [Fact]
    public async Task KeyInEitherHeader_Generate_IsTheSameAndTwoDifferentOnesAreRefused()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();
        var (_, other) = await account.CreateKeyAsync();
        using var client = fixture.System.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", key);
        await client.GenerateOkAsync(new { prompt = "x", size = "256x256" });
        using var both = fixture.System.ClientWith(key);
        both.DefaultRequestHeaders.Add("X-API-Key", key);
        await both.GenerateOkAsync(new { prompt = "x", size = "256x256" });
        using var two = fixture.System.ClientWith(other);
        two.DefaultRequestHeaders.Add("X-API-Key", key);
        using var response = await two.GenerateAsync(new { prompt = "x" });
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.ErrorCode().ShouldBe("auth.conflicting_credentials");
    }

    [Fact]
    public async Task ForgedPrincipal_SentByAClient_IsDropped()
    {
        using var forger = fixture.System.CreateClient();
        using var inside = fixture.System.ServiceClient("keys");
        var stolen = inside.DefaultRequestHeaders.GetValues(InternalTokens.Header).Single();
        forger.DefaultRequestHeaders.Add(InternalTokens.Header, stolen);
        (await forger.GetAsync(new Uri("/v1/keys", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // Beside a good credential it changes nothing: the account seen is the credential's.
        var account = await fixture.System.SignUpAsync();
        using var client = account.Client;
        client.DefaultRequestHeaders.Add(InternalTokens.Header, stolen);
        ((Guid)(await client.GetJsonAsync("/v1/auth/me"))["id"]!).ShouldBe(account.Id);
    }

    [Theory]
    [InlineData("identity", "/v1/auth/me")]
    [InlineData("keys", "/v1/keys")]
    [InlineData("billing", "/v1/usage/summary")]
    [InlineData("generation", "/v1/generations")]
    [InlineData("billing", "/internal/holds/open")]
    public async Task Service_ReachedPastTheGateway_ServesNobody(string service, string path)
    {
        using var bare = fixture.System.BareClient(service);
        (await bare.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        bare.DefaultRequestHeaders.Authorization = new("Bearer", (await fixture.System.SignUpAsync()).Token);
        bare.DefaultRequestHeaders.Add(InternalTokens.Header, "eyJhbGciOiJub25lIn0.eyJwIjp7ImtpbmQiOiJzZXJ2aWNlIn19.");
        (await bare.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ChangedPassword_OtherTokens_StopWorkingWithinASecond()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = account.Client;
        using var login = fixture.System.CreateClient();
        using var signedIn = await login.PostAsync(new Uri("/v1/auth/login", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { email = account.Email, password = TestAccount.Password }));
        using var other = fixture.System.ClientWith((string)(await signedIn.ShouldBeAsync(HttpStatusCode.OK))!["access_token"]!);
        await other.GetJsonAsync("/v1/auth/me");

        using var changed = await client.PostAsync(
            new Uri("/v1/auth/me/password", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { current_password = TestAccount.Password, new_password = "another long password" }));
        await changed.ShouldBeAsync(HttpStatusCode.NoContent);
        await Calls.EventuallyAsync(
            async () => (await other.GetAsync(new Uri("/v1/auth/me", UriKind.Relative))).StatusCode == HttpStatusCode.Unauthorized,
            "a token of before the change is refused", seconds: 1);
        await client.GetJsonAsync("/v1/auth/me");
    }

    [Fact]
    public async Task LastUse_OfAKey_ShowsSoonAfterACall()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();
        using var client = fixture.System.ClientWith(key);
        await client.GenerateOkAsync(new { prompt = "x", size = "256x256" });
        using var signedIn = account.Client;
        await Calls.EventuallyAsync(
            async () => (await signedIn.GetJsonAsync("/v1/keys"))["keys"]![0]!["last_used_at"] is not null, "the key's last use is shown");
    }
}
