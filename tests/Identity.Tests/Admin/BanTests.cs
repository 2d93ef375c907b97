using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>What a ban does in this service alone, where Keys, Billing and Generation are away. How it reaches keys and gateways is in <c>EndToEnd/BanTests</c>.</summary>
public sealed class BanTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task OtherServicesAway_Ban_HoldsAuditedAndWaitsToBeToldToKeys()
    {
        var (user, bystander) = (await application.RegisterAsync(), await application.RegisterAsync());
        var operatorId = Guid.NewGuid();

        // The answer needs Billing; what was decided does not.
        (await SendAsync(operatorId, user.UserId, "ban", new { reason = "  spam  " })).ShouldBe(HttpStatusCode.ServiceUnavailable);

        (await application.QueryAsync("SELECT ban_reason FROM identity.users WHERE id = $1 AND banned_at > now() - interval '1 minute'", user.UserId)).ShouldBe("spam");
        (await application.QueryAsync("SELECT actor_id::text || ' ' || action || ' ' || outcome || ' ' || reason FROM identity.audit WHERE target = $1", user.UserId.ToString()))
            .ShouldBe($"{operatorId} user.ban done spam");
        (await application.QueryAsync("SELECT is_banned FROM identity.ban_outbox WHERE account_id = $1", user.UserId)).ShouldBe(true);
        (await user.IntrospectAsync()).ShouldBe(new TokenIntrospection(Active: false, IsAdmin: false, IsBanned: true));
        (await bystander.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task BannedUser_SignsInOrRefreshes_IsToldOnlyWhenTheProofIsRight()
    {
        var user = await application.RegisterAsync();
        await application.SignInAsync(user.Email);
        await SendAsync(Guid.NewGuid(), user.UserId, "ban", new { reason = "spam" });
        var lastLogin = await application.QueryAsync("SELECT last_login_at FROM identity.users WHERE id = $1", user.UserId);

        using var right = await application.LoginAsync(user.Email, IdentityApplication.Password);
        (right.StatusCode, await right.Content.ReadAsStringAsync(), right.ErrorCode()).ShouldBe((HttpStatusCode.Forbidden, """{"detail":"This account is banned"}""", "identity.account_banned"));
        using var wrong = await application.LoginAsync(user.Email, "not the password");
        using var nobody = await application.LoginAsync(IdentityApplication.NewEmail(), "not the password");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await wrong.Content.ReadAsStringAsync()).ShouldBe(await nobody.Content.ReadAsStringAsync());

        // Within the second in which a gateway may still remember the token.
        using var client = application.Service.ClientFor(new Principal
        {
            Kind = PrincipalKind.User,
            AccountId = user.UserId,
            TokenId = user.TokenId,
            TokenGeneration = user.Claims.GetPayloadValue<int>(TokenClaims.Generation),
        });
        using var refreshed = await client.PostAsync(new Uri("/api/auth/refresh", UriKind.Relative), content: null);
        (refreshed.StatusCode, await refreshed.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Forbidden,
            """{"success":false,"error":{"code":"authorization_failed","message":"This account is banned"},"detail":"This account is banned"}"""));
        (await application.QueryAsync("SELECT last_login_at FROM identity.users WHERE id = $1", user.UserId)).ShouldBe(lastLogin);
    }

    [Fact]
    public async Task BadToken_OfABannedUser_IsBadAndNothingElse()
    {
        var user = await application.RegisterAsync();
        using (var client = user.Client())
            await (await client.PostAsync(new Uri("/v1/auth/logout", UriKind.Relative), content: null)).ShouldBeAsync(HttpStatusCode.NoContent);
        var other = await application.SignInAsync(user.Email);
        await SendAsync(Guid.NewGuid(), user.UserId, "ban", new { reason = "spam" });
        (await user.IntrospectAsync()).ShouldBe(new TokenIntrospection(Active: false, IsAdmin: false));
        (await application.IntrospectAsync(new IntrospectTokenRequest(Guid.NewGuid(), user.UserId, 7))).ShouldBe(new TokenIntrospection(Active: false, IsAdmin: false));
        (await other.IntrospectAsync()).IsBanned.ShouldBeTrue();
    }

    [Fact]
    public async Task Unban_RestoresSignInAndTokensAndIsTheNewerWord()
    {
        var user = await application.RegisterAsync();
        await SendAsync(Guid.NewGuid(), user.UserId, "ban", new { reason = "spam" });
        var banned = (long)(await application.QueryAsync("SELECT version FROM identity.ban_outbox WHERE account_id = $1", user.UserId))!;
        await SendAsync(Guid.NewGuid(), user.UserId, "unban", body: null);

        (await application.QueryAsync("SELECT banned_at IS NULL AND ban_reason IS NULL FROM identity.users WHERE id = $1", user.UserId)).ShouldBe(true);
        (await application.QueryAsync("SELECT NOT is_banned AND version > $2 FROM identity.ban_outbox WHERE account_id = $1", user.UserId, banned)).ShouldBe(true);
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
        await application.SignInAsync(user.Email);
        (await application.QueryAsync("SELECT string_agg(action || ' ' || coalesce(reason, '-'), ', ' ORDER BY id) FROM identity.audit WHERE target = $1", user.UserId.ToString()))
            .ShouldBe("user.ban spam, user.unban -");
    }

    [Fact]
    public async Task BanAgain_ChangesTheReasonAndNotTheTime()
    {
        var user = await application.RegisterAsync();
        await SendAsync(Guid.NewGuid(), user.UserId, "ban", new { reason = "spam" });
        var since = await application.QueryAsync("SELECT banned_at FROM identity.users WHERE id = $1", user.UserId);
        await SendAsync(Guid.NewGuid(), user.UserId, "ban", new { reason = new string('a', 500) });
        (await application.QueryAsync("SELECT length(ban_reason) FROM identity.users WHERE id = $1 AND banned_at = $2", user.UserId, since!)).ShouldBe(500);
    }

    [Fact]
    public async Task Operator_BansThemself_IsRefusedAndNothingChanges()
    {
        var user = await application.RegisterAsync();
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = user.UserId, TokenId = user.TokenId, IsAdmin = true });
        using var response = await client.PostAsJsonAsync($"/api/admin/users/{user.UserId}/ban", new { reason = "oops" });
        (response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Conflict,
            """{"success":false,"error":{"code":"conflict","message":"Operators cannot ban themselves"},"detail":"Operators cannot ban themselves"}"""));
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
        (await application.QueryAsync("SELECT count(*) FROM identity.audit WHERE target = $1", user.UserId.ToString())).ShouldBe(0L);
    }

    [Fact]
    public async Task BansAndUnbansAtOnce_TheLastCommittedIsTheWordThatIsTold()
    {
        var user = await application.RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            SendAsync(Guid.NewGuid(), user.UserId, number % 2 == 0 ? "ban" : "unban", number % 2 == 0 ? new { reason = "spam" } : null)));
        (await application.QueryAsync("""
            SELECT (banned_at IS NOT NULL) = is_banned FROM identity.users JOIN identity.ban_outbox ON account_id = id WHERE id = $1
            """, user.UserId)).ShouldBe(true);
    }

    private async Task<HttpStatusCode> SendAsync(Guid operatorId, Guid userId, string what, object? body)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = operatorId, IsAdmin = true });
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await client.PostAsync(new Uri($"/api/admin/users/{userId}/{what}", UriKind.Relative), content);
        return response.StatusCode;
    }
}
