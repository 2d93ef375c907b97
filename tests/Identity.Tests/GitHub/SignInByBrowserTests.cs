using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>GitHub sends the browser straight to us, and we send it on: to pages of ours and nowhere else.</summary>
public sealed class SignInByBrowserTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    [Fact]
    public async Task NowhereToGo_CameBack_IsTheSameAnswer()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();
        var (code, state) = await browser.ComeBackAsync(person);

        using var response = await GetAsync(browser, $"?code={code}&state={state}");

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)body["user"]!["login"]!).ShouldBe(person.Login);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://localhost:3002/done?x=1")]
    [InlineData(GitHubFixture.OtherOrigin)]
    [InlineData(GitHubFixture.OtherOrigin + "/deep/in")]
    public async Task PageOfOurs_CameBack_IsOpenedWithTheTokenInItsFragment(string page)
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();
        var (code, state) = await browser.ComeBackAsync(person);

        using var response = await GetAsync(browser, $"?code={code}&state={state}&redirect_to={Uri.EscapeDataString(page)}");

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var location = response.Headers.Location!;
        location.GetLeftPart(UriPartial.Query).TrimEnd('/').ShouldBe(page);
        var told = QueryHelpers.ParseQuery(location.Fragment.TrimStart('#'));
        told.Keys.ShouldBe(["access_token", "token_type", "state"]);
        (told["token_type"].ToString(), told["state"].ToString()).ShouldBe(("bearer", state));
        new JsonWebToken(told["access_token"].ToString()).GetPayloadValue<string>("login").ShouldBe(person.Login);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/docs")]
    [InlineData("https://studio.example.evil.example/")]
    [InlineData("https://studio.example@evil.example/")]
    [InlineData("https://studio.example:8443/")]
    [InlineData("http://studio.example/")]
    [InlineData("https://evil.example\\@studio.example/")]
    [InlineData("https://studio.example/#x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://localhost:3004/")]
    public async Task PageOfSomebodyElses_Named_IsRefusedBeforeTheCodeIsUsed(string page)
    {
        using var browser = new Browser(fixture);
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New());

        using var response = await GetAsync(browser, $"?code={code}&state={state}&redirect_to={Uri.EscapeDataString(page)}");

        await response.ShouldBeInvalidAsync("query -> redirect_to", "value_error");
        response.Headers.Location.ShouldBeNull();
        await (await browser.FinishAsync(code, state)).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WhoSaysNoAtGitHub_CameBack_IsToldSoWhereverTheyGo()
    {
        using var browser = new Browser(fixture);
        var (url, _) = await browser.BeginAsync();
        fixture.Emulator.Grants = false;
        var back = await browser.GrantAsync(url, GitHubPerson.New());
        fixture.Emulator.Grants = true;

        using var here = await GetAsync(browser, back.Query);
        using var there = await GetAsync(browser, back.Query + "&redirect_to=http%3A%2F%2Flocalhost%3A3001%2F");

        await here.ShouldFailAsync(HttpStatusCode.Unauthorized, "auth.code_refused", "authentication_failed", "The sign-in was refused at GitHub");
        there.Headers.Location!.ToString().ShouldStartWith("http://localhost:3001/#error=auth.code_refused&state=");
    }

    [Theory]
    [InlineData("?code=never", "error=auth.code_refused")]
    [InlineData("?code=never&state=a%26b", "error=auth.invalid_state&state=a%26b")]
    [InlineData("?", "error=request.invalid")]
    public async Task WhatFails_WithAPageToGoTo_IsToldThere(string query, string fragment)
    {
        using var browser = new Browser(fixture);

        using var response = await GetAsync(browser, query + "&redirect_to=http%3A%2F%2Flocalhost%3A3001%2F");

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldBe("http://localhost:3001/#" + fragment);
    }

    [Theory]
    [InlineData("", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?code=never", HttpStatusCode.Unauthorized)]
    [InlineData("?code=x&state=never", HttpStatusCode.Unauthorized)]
    public async Task WhatFails_WithNowhereToGo_IsAnAnswer(string query, HttpStatusCode status)
    {
        using var browser = new Browser(fixture);

        using var response = await GetAsync(browser, query);

        await response.ShouldBeAsync(status);
    }

    private static Task<HttpResponseMessage> GetAsync(Browser browser, string query) => browser.Http.GetAsync(new Uri("/api/auth/callback" + query, UriKind.Relative));
}
