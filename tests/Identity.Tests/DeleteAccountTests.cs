using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests;

/// <summary>Who deletes an account proves that it is theirs; then nothing of it is left here, and the others are told until they have heard.</summary>
public sealed class DeleteAccountTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task Deleted_IsGoneWithItsTokensAndTheAddressIsFree()
    {
        var user = await application.RegisterAsync();
        (await SendAsync(user, new { password = IdentityApplication.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await user.IntrospectAsync()).Active.ShouldBeFalse();
        (await application.LoginAsync(user.Email, IdentityApplication.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await application.QueryAsync("SELECT count(*) FROM identity.deleted_accounts WHERE account_id = $1", user.UserId)).ShouldBe(1L);
        (await application.RegisterAsync(user.Email)).UserId.ShouldNotBe(user.UserId);
        (await SendAsync(user, new { password = IdentityApplication.Password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task OthersAway_StayToBeTold()
    {
        var user = await application.RegisterAsync();
        (await SendAsync(user, new { password = IdentityApplication.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // No other service runs here; this one has done its own part.
        for (var i = 0; i < 100 && (long)(await application.QueryAsync(Pending, user.UserId))! > 3; i++)
            await Task.Delay(50);
        (await application.QueryAsync("SELECT string_agg(service, ' ' ORDER BY service) FROM identity.erasure_outbox WHERE account_id = $1", user.UserId))
            .ShouldBe("billing generation keys");
    }

    [Fact]
    public async Task WrongOrMissingProof_DeletesNothing()
    {
        var user = await application.RegisterAsync();
        (await (await SendAsync(user, new { })).ShouldBeInvalidAsync()).ShouldBe(["password:missing"]);
        (await (await SendAsync(user, new { confirm = user.Email })).ShouldBeInvalidAsync()).ShouldBe(["password:missing"]);
        using var wrong = await SendAsync(user, new { password = "another horse battery" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.ErrorCode().ShouldBe("auth.wrong_password");
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
        (await application.QueryAsync(Pending, user.UserId)).ShouldBe(0L);
    }

    [Fact]
    public async Task WhoCameThroughGitHub_SaysWhichAccount()
    {
        var user = await application.RegisterAsync();
        await application.QueryAsync("UPDATE identity.users SET password_hash = NULL, provider = 'github', provider_id = $2, provider_login = 'Octocat' WHERE id = $1", user.UserId, user.UserId.ToString());
        (await (await SendAsync(user, new { password = IdentityApplication.Password })).ShouldBeInvalidAsync()).ShouldBe(["confirm:missing"]);
        (await (await SendAsync(user, new { confirm = "hubot" })).ShouldBeInvalidAsync()).ShouldBe(["confirm:value_error"]);
        (await SendAsync(user, new { confirm = "octocat" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await user.IntrospectAsync()).Active.ShouldBeFalse();
    }

    [Fact]
    public async Task Operator_IsKeptBecauseTheAddressIsListed()
    {
        var admin = await application.RegisterAsync(IdentityApplication.AdminEmail);
        using var refused = await SendAsync(admin, new { password = IdentityApplication.Password });
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        refused.ErrorCode().ShouldBe("identity.operator_account");
        (await admin.IntrospectAsync()).IsAdmin.ShouldBeTrue();
    }

    [Fact]
    public async Task NotificationThatComesLate_IsDropped()
    {
        var user = await application.RegisterAsync();
        await NotifyAsync(user.UserId);
        (await application.QueryAsync(Notifications, user.UserId)).ShouldBe(1L);
        await SendAsync(user, new { password = IdentityApplication.Password });
        await NotifyAsync(user.UserId);
        for (var i = 0; i < 100 && (long)(await application.QueryAsync(Notifications, user.UserId))! > 0; i++)
            await Task.Delay(50);
        (await application.QueryAsync(Notifications, user.UserId)).ShouldBe(0L);
        (await application.QueryAsync("SELECT count(*) FROM identity.notification_counts WHERE account_id = $1 AND total > 0", user.UserId)).ShouldBe(0L);
    }

    [Fact]
    public async Task KeyOrNobody_IsRefused()
    {
        var user = await application.RegisterAsync();
        foreach (var principal in new[] { Principal.Anonymous, new Principal { Kind = PrincipalKind.UserKey, AccountId = user.UserId, KeyId = Guid.NewGuid(), Scopes = ["*"] } })
        {
            using var client = application.Service.ClientFor(principal);
            foreach (var (method, path) in new[] { (HttpMethod.Delete, "/v1/account"), (HttpMethod.Get, "/v1/account/export") })
            {
                using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Delete ? JsonContent.Create(new { password = IdentityApplication.Password }) : null };
                using var response = await client.SendAsync(request);
                response.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            }
        }

        (await user.IntrospectAsync()).Active.ShouldBeTrue();
    }

    private const string Pending = "SELECT count(*) FROM identity.erasure_outbox WHERE account_id = $1";

    private const string Notifications = "SELECT count(*) FROM identity.notifications WHERE account_id = $1 AND deleted_at IS NULL";

    private static async Task<HttpResponseMessage> SendAsync(SignedIn user, object body)
    {
        using var client = user.Client();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/account") { Content = JsonContent.Create(body) };
        return await client.SendAsync(request);
    }

    private async Task NotifyAsync(Guid account)
    {
        using var generation = application.Service.ClientForService("generation");
        using var response = await generation.PostAsJsonAsync("/internal/notifications", new[]
        {
            new { id = Guid.NewGuid(), account_id = account, type = "system", title = "A thing", message = (string?)null, data = new { }, created_at = TimeProvider.System.GetUtcNow() },
        });
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }
}
