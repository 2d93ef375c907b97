using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>GitHub says who somebody is; whether they may come in is said here.</summary>
public sealed class SignInBanTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private const string Refusal = """{"success":false,"error":{"code":"authorization_failed","message":"This account is banned"},"detail":"This account is banned"}""";

    [Fact]
    public async Task BannedPerson_SignsIn_IsRefusedWithoutATraceOfASignIn()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();
        var id = Guid.Parse((string)(await browser.SignInAsync(person))["user"]!["id"]!);
        await fixture.QueryAsync("UPDATE identity.users SET banned_at = now(), ban_reason = 'spam', last_login_at = '2020-01-01Z' WHERE id = $1", id);

        var (code, state) = await browser.ComeBackAsync(person);
        using var response = await browser.FinishAsync(code, state);

        (response.StatusCode, await response.Content.ReadAsStringAsync(), response.ErrorCode()).ShouldBe((HttpStatusCode.Forbidden, Refusal, "identity.account_banned"));
        (await fixture.QueryAsync("SELECT last_login_at = '2020-01-01Z' FROM identity.users WHERE id = $1", id)).ShouldBe(true);

        await fixture.QueryAsync("UPDATE identity.users SET banned_at = NULL, ban_reason = NULL WHERE id = $1", id);
        new JsonWebToken((string)(await browser.SignInAsync(person))["access_token"]!).Subject.ShouldBe(id.ToString());
    }
}
