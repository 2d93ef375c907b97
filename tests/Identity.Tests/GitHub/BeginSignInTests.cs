using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>The address at GitHub, and what has to be set for there to be one.</summary>
public sealed class BeginSignInTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    [Fact]
    public async Task SignIn_Begun_LeadsToGitHubWithEverythingItNeeds()
    {
        using var browser = new Browser(fixture);

        var (url, state) = await browser.BeginAsync();

        url.ShouldStartWith($"{fixture.Emulator.Address}login/oauth/authorize?client_id={GitHubEmulator.DefaultClientId}&redirect_uri=http%3A%2F%2Flocalhost");
        var query = QueryHelpers.ParseQuery(new Uri(url).Query);
        query.Keys.ShouldBe(["client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"]);
        (query["redirect_uri"].ToString(), query["scope"].ToString(), query["state"].ToString(), query["code_challenge_method"].ToString())
            .ShouldBe((GitHubFixture.RedirectUri, "read:user user:email", state, "S256"));
        state.ShouldMatch("^[A-Za-z0-9_-]{43}$");
        query["code_challenge"].ToString().ShouldMatch("^[A-Za-z0-9_-]{43}$");
        (await browser.BeginAsync()).State.ShouldNotBe(state);
    }

    [Fact]
    public async Task StateAndVerifier_Kept_AreNotTheOnesThatWereShown()
    {
        using var browser = new Browser(fixture);
        var (url, state) = await browser.BeginAsync();

        var kept = (string)(await fixture.QueryAsync("SELECT string_agg(to_jsonb(p)::text, ' ') FROM identity.pending_sign_ins p"))!;

        kept.ShouldNotContain(state);
        kept.ShouldNotContain(QueryHelpers.ParseQuery(new Uri(url).Query)["code_challenge"].ToString());
    }

    [Fact]
    public async Task OtherRedirectUri_Named_IsWhatGitHubIsTold()
    {
        using var browser = new Browser(fixture);

        var (url, _) = await browser.BeginAsync("?redirect_uri=" + Uri.EscapeDataString("https://app.example/back?x=1"));

        QueryHelpers.ParseQuery(new Uri(url).Query)["redirect_uri"].ToString().ShouldBe("https://app.example/back?x=1");
    }

    [Theory]
    [InlineData("back")]
    [InlineData("/back")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://me:secret@app.example/")]
    [InlineData("https://app.example/#here")]
    public async Task BadRedirectUri_Named_NamesTheField(string redirectUri)
    {
        using var browser = new Browser(fixture);

        using var response = await browser.Http.GetAsync(new Uri("/api/auth/login?redirect_uri=" + Uri.EscapeDataString(redirectUri), UriKind.Relative));

        await response.ShouldBeInvalidAsync("query -> redirect_uri", "url_parsing");
    }

    [Fact]
    public async Task RedirectUri_AtAndOverItsLimit_IsCounted()
    {
        using var browser = new Browser(fixture);
        const string start = "https://app.example/";

        await browser.BeginAsync($"?redirect_uri={start}{new string('x', 2_000 - start.Length)}");
        using var response = await browser.Http.GetAsync(new Uri($"/api/auth/login?redirect_uri={start}{new string('x', 2_001 - start.Length)}", UriKind.Relative));

        await response.ShouldBeInvalidAsync("query -> redirect_uri", "url_parsing");
    }

    [Theory]
    [InlineData("AUTH_ENABLED", "false")]
    [InlineData("GITHUB_CLIENT_ID", "")]
    [InlineData("GITHUB_CLIENT_SECRET", "")]
    public async Task SomethingUnset_AnyStep_Is503(string variable, string value)
    {
        await using var service = await fixture.StartAsync((variable, value));
        using var browser = new Browser(fixture, service);
        var asked = fixture.Emulator.Switchboard.Count;

        foreach (var answer in new[]
        {
            await browser.Http.GetAsync(new Uri("/api/auth/login", UriKind.Relative)),
            await browser.FinishAsync("code", state: null),
            await browser.FinishAsync(code: null, state: null),
            await browser.Http.GetAsync(new Uri("/api/auth/callback?code=x", UriKind.Relative)),
        })
        {
            await answer.ShouldFailAsync(
                HttpStatusCode.ServiceUnavailable, "identity.github_not_configured", "service_unavailable", "Authentication service not configured");
            answer.Dispose();
        }

        fixture.Emulator.Switchboard.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task ForgottenSignIns_WhenAnotherBegins_AreSweptAway()
    {
        using var browser = new Browser(fixture);
        for (var i = 0; i < 3; i++)
            await browser.BeginAsync();
        await fixture.QueryAsync("UPDATE identity.pending_sign_ins SET expires_at = now()");

        await browser.BeginAsync();

        (await fixture.QueryAsync("SELECT count(*) FROM identity.pending_sign_ins")).ShouldBe(1L);
    }

    [Fact]
    public async Task DeadPostgres_Begin_Is503()
    {
        await using var service = await fixture.StartAsync(("ConnectionStrings:identitydb", "Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x"));
        using var browser = new Browser(fixture, service);

        using var response = await browser.Http.GetAsync(new Uri("/api/auth/login", UriKind.Relative));
        using var finish = await browser.FinishAsync("code", "state");

        foreach (var answer in new[] { response, finish })
            await answer.ShouldFailAsync(
                HttpStatusCode.ServiceUnavailable, "service.unavailable", "service_unavailable", "The service is temporarily unavailable. Try again shortly.");
    }
}
