using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>People from GitHub, their tokens and keys, from the first click to the last call, through the gateway.</summary>
public sealed class AccountTests(AccountFixture fixture) : IClassFixture<AccountFixture>
{
    [Fact]
    public async Task PersonFromGitHub_SignsIn_MakesAKeyAndAnImageAndLeaves()
    {
        using var browser = fixture.System.CreateClient();
        var begun = await browser.GetJsonAsync("/api/auth/login?redirect_uri=http%3A%2F%2Flocalhost%3A3001%2Fback");
        using var granted = await browser.GetAsync(new Uri((string)begun["url"]!));
        var back = QueryHelpers.ParseQuery(granted.Headers.Location!.Query);
        back["state"].ToString().ShouldBe((string)begun["state"]!);
        using var finished = await browser.PostAsJsonAsync("/api/auth/callback", new { code = back["code"].ToString(), state = back["state"].ToString() });
        var answer = (await finished.ShouldBeAsync(HttpStatusCode.OK))!;

        using var user = fixture.System.ClientWith((string)answer["access_token"]!);
        var me = await user.GetJsonAsync("/api/auth/me");
        me.ToJsonString().ShouldBe(answer["user"]!.ToJsonString());
        ((string)(await user.GetJsonAsync("/v1/auth/me"))["id"]!).ShouldBe((string)me["id"]!);
        var key = await CreateKeyAsync(user, scopes: null);
        ((string)(await user.GetJsonAsync("/v1/keys"))["keys"]![0]!["id"]!).ShouldBe((string)key["id"]!);
        using var caller = fixture.System.ClientWith((string)key["key"]!);
        await caller.GenerateOkAsync(new { prompt = "x", size = "256x256" });
        ((string)(await caller.GetJsonAsync("/api/auth/status"))["user"]!["id"]!).ShouldBe((string)me["id"]!);

        using var refreshed = await user.PostAsync(new Uri("/api/auth/refresh", UriKind.Relative), content: null);
        using var later = fixture.System.ClientWith((string)(await refreshed.ShouldBeAsync(HttpStatusCode.OK))!["access_token"]!);
        await user.GetJsonAsync("/api/auth/me");
        using var left = await user.PostAsync(new Uri("/api/auth/logout", UriKind.Relative), content: null);
        await left.ShouldBeAsync(HttpStatusCode.OK);
        await Calls.EventuallyAsync(
            async () => (await user.GetAsync(new Uri("/api/auth/me", UriKind.Relative))).StatusCode == HttpStatusCode.Unauthorized, "the token is refused", seconds: 1);
        (await user.GetJsonAsync("/api/auth/status")).ToJsonString().ShouldBe("""{"authenticated":false,"user":null}""");
        await later.GetJsonAsync("/api/auth/me");
        using var deleted = await later.DeleteAsync(new Uri($"/api/auth/api-keys/{key["id"]}", UriKind.Relative));
        await deleted.ShouldBeAsync(HttpStatusCode.OK);
        await Calls.EventuallyAsync(
            async () => (await caller.GetAsync(new Uri("/v1/generations", UriKind.Relative))).StatusCode == HttpStatusCode.Unauthorized, "the key is refused", seconds: 1);
    }

    [Theory]
    [InlineData("GET", "/api/auth/me")]
    [InlineData("POST", "/api/auth/logout")]
    [InlineData("POST", "/api/auth/refresh")]
    [InlineData("GET", "/api/auth/api-keys")]
    [InlineData("POST", "/api/auth/api-keys")]
    [InlineData("DELETE", "/api/auth/api-keys/3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    public async Task NobodyOrAKey_OnAnAccountCall_Is401InTheLabsWords(string method, string path)
    {
        var account = await fixture.System.SignUpAsync();
        using var nobody = fixture.System.CreateClient();
        using var key = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);

        using var without = await nobody.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        using var with = await key.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        (await (await ReadAsync(without)).ReadAsStringAsync()).ShouldBe(
            """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}""");
        (await (await ReadAsync(with)).ReadAsStringAsync()).ShouldBe(
            """{"success":false,"error":{"code":"authentication_failed","message":"Invalid or expired token"},"detail":"Invalid or expired token"}""");
    }

    [Theory]
    [InlineData("read", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("generate", HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.Forbidden)]
    [InlineData("manage", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    public async Task RestrictedKey_Used_DoesWhatItsScopeAllowsAndNothingElse(string scope, HttpStatusCode looking, HttpStatusCode making, HttpStatusCode changing)
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = fixture.System.ClientWith((string)(await CreateKeyAsync(user, [scope]))["key"]!);

        using var looked = await key.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        using var made = await key.GenerateAsync(new { prompt = "x", size = "256x256" });
        using var changed = await key.PutAsJsonAsync("/api/settings", new { theme = "dark" });

        (looked.StatusCode, made.StatusCode, changed.StatusCode).ShouldBe((looking, making, changing));
        foreach (var refused in new[] { looked, made, changed }.Where(static response => response.StatusCode == HttpStatusCode.Forbidden))
            refused.ErrorCode().ShouldBe("auth.forbidden");
    }

    [Theory]
    [InlineData("nb_sk_short", "auth.malformed_key")]
    [InlineData("nb_sk_0000000000000000000000000000000000000000000", "auth.unknown_key")]
    public async Task BadKeyOfTheLab_Used_Is401WithTheReason(string text, string code)
    {
        using var client = fixture.System.ClientWith(text);
        foreach (var path in new[] { "/v1/generations", "/api/auth/status" })
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
            response.ErrorCode().ShouldBe(code);
        }
    }

    [Fact]
    public async Task SignIns_FromOneAddress_AreCounted()
    {
        using var client = fixture.System.CreateClient();
        for (var i = 0; i < 20; i++)
            await client.GetJsonAsync("/api/auth/login");

        using var begin = await client.GetAsync(new Uri("/api/auth/login", UriKind.Relative));
        using var finish = await client.PostAsJsonAsync("/api/auth/callback", new { code = "x" });

        foreach (var response in new[] { begin, finish })
        {
            await response.ShouldBeAsync(HttpStatusCode.TooManyRequests);
            response.ErrorCode().ShouldBe("limits.sign_in_exceeded");
        }
    }

    private static async Task<JsonNode> CreateKeyAsync(HttpClient user, string[]? scopes)
    {
        using var response = await user.PostAsJsonAsync("/api/auth/api-keys", new { name = "Test", scopes });
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<HttpContent> ReadAsync(HttpResponseMessage response)
    {
        await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
        return response.Content;
    }
}

/// <summary>A system that signs people in with an emulated GitHub.</summary>
public sealed class AccountFixture : IAsyncLifetime
{
    private GitHubEmulator _gitHub = null!;

    public NanoBananaSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _gitHub = await GitHubEmulator.StartAsync();
        System = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GitHub:Enabled"] = "true",
            ["GitHub:ClientId"] = GitHubEmulator.DefaultClientId,
            ["GitHub:ClientSecret"] = GitHubEmulator.DefaultClientSecret,
            ["GitHub:OAuthBaseUrl"] = _gitHub.Address.ToString(),
            ["GitHub:ApiBaseUrl"] = _gitHub.Address.ToString(),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await _gitHub.DisposeAsync();
    }
}
