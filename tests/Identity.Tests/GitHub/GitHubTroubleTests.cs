using System.Net;
using System.Net.Http.Json;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>A GitHub that is not well, or does not know us, and what is left behind in the log.</summary>
public sealed class GitHubTroubleTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    [Theory]
    [InlineData("exchange", "hang")]
    [InlineData("exchange", "reset")]
    [InlineData("exchange", "html")]
    [InlineData("exchange", "garbage")]
    [InlineData("exchange", "huge")]
    [InlineData("exchange", "empty")]
    [InlineData("exchange", "error:strange")]
    [InlineData("exchange", "http:502")]
    [InlineData("exchange", "http:429")]
    [InlineData("exchange", "redirect:http://127.0.0.1:1/")]
    [InlineData("user", "hang")]
    [InlineData("user", "reset")]
    [InlineData("user", "html")]
    [InlineData("user", "empty")]
    [InlineData("user", "status:401")]
    [InlineData("user", "status:503")]
    [InlineData("emails", "hang")]
    [InlineData("emails", "garbage")]
    [InlineData("emails", "empty")]
    [InlineData("emails", "status:500")]
    public async Task GitHubThatIsNotWell_Asked_Is503Soon(string question, string behaviour)
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());
        var switchboard = question switch { "exchange" => fixture.Emulator.Switchboard, "user" => fixture.Emulator.Users, _ => fixture.Emulator.Emails };
        switchboard.Next(behaviour);

        var start = System.Diagnostics.Stopwatch.StartNew();
        using var response = await browser.FinishAsync(code, state);

        await response.ShouldFailAsync(
            HttpStatusCode.ServiceUnavailable, "identity.github_unavailable", "external_service_error", "GitHub does not answer at the moment. Try again shortly.");
        start.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        await browser.SignInAsync(GitHubPerson.New());
    }

    [Fact]
    public async Task NobodyAtGitHubsAddress_Asked_Is503()
    {
        await using var service = await fixture.StartAsync(("GITHUB_OAUTH_BASE_URL", "http://127.0.0.1:1"));
        using var browser = new Browser(fixture, service);

        using var response = await browser.FinishAsync("code", state: null);

        response.ErrorCode().ShouldBe("identity.github_unavailable");
    }

    [Theory]
    [InlineData("GITHUB_CLIENT_ID", "somebody-else")]
    [InlineData("GITHUB_CLIENT_SECRET", "wrong-secret-of-the-operator")]
    public async Task ApplicationThatGitHubDoesNotKnow_Asked_Is503AndIsLogged(string variable, string value)
    {
        await using var service = await fixture.StartAsync((variable, value));
        using var browser = new Browser(fixture, service);

        using var response = await browser.FinishAsync("code", state: null);

        await response.ShouldFailAsync(
            HttpStatusCode.ServiceUnavailable, "identity.github_not_configured", "service_unavailable", "Authentication service not configured");
        fixture.Logs.Lines.ShouldContain(static line => line.Contains("GITHUB_CLIENT_SECRET"));
        fixture.Logs.Lines.ShouldAllBe(static line => !line.Contains("wrong-secret-of-the-operator"));
    }

    [Theory]
    [InlineData("bad_verification_code")]
    [InlineData("redirect_uri_mismatch")]
    [InlineData("unverified_user_email")]
    public async Task ErrorOfTheExchange_InA200_Is401(string error)
    {
        using var browser = new Browser(fixture);
        fixture.Emulator.Switchboard.Next("error:" + error);

        using var response = await browser.FinishAsync("code", state: null);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.ErrorCode().ShouldBe("auth.code_refused");
    }

    [Fact]
    public async Task CallerWhoHangsUp_WhileGitHubThinks_LeavesNoFailureBehind()
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());
        fixture.Emulator.Switchboard.Next("hang");
        var seen = fixture.Emulator.Switchboard.Count;
        var before = fixture.Logs.Lines.Count(static line => line.Contains("GitHub did not answer"));
        using var patience = new CancellationTokenSource();

        var call = browser.Http.PostAsJsonAsync("/api/auth/callback", new { code, state }, patience.Token);
        await fixture.Emulator.Switchboard.WaitForRequestsAsync(seen + 1);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);

        await browser.SignInAsync(GitHubPerson.New());
        fixture.Logs.Lines.Count(static line => line.Contains("GitHub did not answer")).ShouldBe(before);
    }

    [Fact]
    public async Task SignInsOfEveryKind_Logged_LeaveNoSecretBehind()
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());
        var token = (string)(await (await browser.FinishAsync(code, state)).ShouldBeAsync(HttpStatusCode.OK))!["access_token"]!;
        var (lost, lostState) = await browser.ComeBackAsync(GitHubPerson.New());
        fixture.Emulator.Users.Next("garbage");
        await (await browser.FinishAsync(lost, lostState)).ShouldBeAsync(HttpStatusCode.ServiceUnavailable);

        fixture.Logs.Lines.ShouldNotBeEmpty();
        string[] secrets = [code, state, token, lost, lostState, GitHubEmulator.DefaultClientSecret, .. fixture.Emulator.Tokens];
        secrets.Where(secret => fixture.Logs.Lines.Any(line => line.Contains(secret))).ShouldBeEmpty();
    }
}
