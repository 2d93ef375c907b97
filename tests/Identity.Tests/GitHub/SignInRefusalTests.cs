using System.Net;
using System.Text;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>Codes and states that are not good.</summary>
public sealed class SignInRefusalTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private const string BadState = "The sign-in is unknown, was finished already or took too long";

    [Fact]
    public async Task UnknownOrUsedCode_Finished_Is401()
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());
        await (await browser.FinishAsync(code, state)).ShouldBeAsync(HttpStatusCode.OK);

        foreach (var bad in new[] { code, "never" })
        {
            using var response = await browser.FinishAsync(bad, state: null);
            await response.ShouldFailAsync(HttpStatusCode.Unauthorized, "auth.code_refused", "authentication_failed", "GitHub did not accept the code");
        }
    }

    [Fact]
    public async Task UnknownUsedOrOldState_Finished_Is401AndGitHubIsNotAsked()
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());
        await (await browser.FinishAsync(code, state)).ShouldBeAsync(HttpStatusCode.OK);
        var (lateCode, late) = await browser.ComeBackAsync(GitHubPerson.New());
        await fixture.QueryAsync("UPDATE identity.pending_sign_ins SET expires_at = now()");
        var asked = fixture.Emulator.Switchboard.Count;

        foreach (var bad in new[] { state, late, "never", "nul\0", new string('x', 10_000) })
        {
            using var response = await browser.FinishAsync(lateCode, bad);
            await response.ShouldFailAsync(HttpStatusCode.Unauthorized, "auth.invalid_state", "authentication_failed", BadState);
        }

        fixture.Emulator.Switchboard.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task OneStateManyTimesAtOnce_Finished_IsGoodOnce()
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());

        var statuses = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var response = await browser.FinishAsync(code, state);
            return (response.StatusCode, response.ErrorCode());
        }));

        statuses.Count(static status => status.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        statuses.Count(static status => status.Item2 == "auth.invalid_state").ShouldBe(9);
    }

    [Fact]
    public async Task CodeOfAnotherSignIn_WithOnesOwnState_FailsItsProof()
    {
        using var browser = new Browser(fixture);
        var (stolen, _) = await browser.ComeBackAsync(GitHubPerson.New());
        var (_, state) = await browser.BeginAsync();

        using var response = await browser.FinishAsync(stolen, state);

        await response.ShouldFailAsync(HttpStatusCode.Unauthorized, "auth.code_refused", "authentication_failed", "GitHub did not accept the code");
    }

    [Fact]
    public async Task NoState_Finished_IsGoodForACodeThatWasAskedForWithoutUsOnly()
    {
        using var browser = new Browser(fixture);
        var (ours, _) = await browser.ComeBackAsync(GitHubPerson.New());
        var theirs = await browser.GrantAsync($"{fixture.Emulator.Address}login/oauth/authorize?client_id={GitHubEmulator.DefaultClientId}&scope=user:email", GitHubPerson.New());

        await (await browser.FinishAsync(ours, state: null)).ShouldBeAsync(HttpStatusCode.Unauthorized);
        await (await browser.FinishAsync(theirs.Query["?code=".Length..], state: "")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task NoStateWhereItIsRequired_Finished_NamesTheField()
    {
        await using var service = await fixture.StartAsync(("OAUTH_REQUIRE_STATE", "true"));
        using var browser = new Browser(fixture, service);

        using var response = await browser.FinishAsync("code", state: null);
        await response.ShouldBeInvalidAsync("body -> state", "missing");
        using var query = await browser.Http.GetAsync(new Uri("/api/auth/callback?code=x", UriKind.Relative));
        await query.ShouldBeInvalidAsync("query -> state", "missing");
        await browser.SignInAsync(GitHubPerson.New());
    }

    [Theory]
    [InlineData("{}", "body -> code", "missing")]
    [InlineData("""{"code":""}""", "body -> code", "missing")]
    [InlineData("""{"code":5}""", "body -> code", "type_error")]
    [InlineData("""{"code":"x","state":[]}""", "body -> state", "type_error")]
    [InlineData("[", "body", "json_invalid")]
    [InlineData("", "body", "missing")]
    public async Task BadBody_Finished_NamesTheField(string body, string field, string type)
    {
        using var browser = new Browser(fixture);

        using var response = await browser.Http.PostAsync(new Uri("/api/auth/callback", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeInvalidAsync(field, type);
    }

    [Fact]
    public async Task LongCodeAndHugeBody_Finished_AreRefused()
    {
        using var browser = new Browser(fixture);

        using var atLimit = await browser.FinishAsync(new string('x', 500), state: null);
        await atLimit.ShouldBeAsync(HttpStatusCode.Unauthorized);
        using var over = await browser.FinishAsync(new string('x', 501), state: null);
        await over.ShouldBeInvalidAsync("body -> code", "string_too_long");
        using var huge = await browser.FinishAsync(new string('x', 100_000), state: null);
        await huge.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge);
    }
}
