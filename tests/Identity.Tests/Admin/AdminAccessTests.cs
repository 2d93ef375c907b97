using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>Who may administer, and what is refused before another service is asked. What is answered needs all services: <c>EndToEnd/Admin</c>.</summary>
public sealed class AdminAccessTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    private const string Missing = "018f0000-0000-7000-8000-000000000000";

    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "/api/admin/users", null },
        { "GET", $"/api/admin/users/{Missing}", null },
        { "PUT", $"/api/admin/users/{Missing}/tier", """{"tier":"pro"}""" },
        { "PUT", $"/api/admin/users/{Missing}/quota", """{"quota_multiplier":2}""" },
        { "POST", $"/api/admin/quota/reset/{Missing}", "{}" },
        { "POST", $"/api/admin/users/{Missing}/ban", """{"reason":"spam"}""" },
        { "POST", $"/api/admin/users/{Missing}/unban", "{}" },
        { "GET", "/api/admin/announcements", null },
        { "POST", "/api/admin/announcements", """{"title":"a","content":"b"}""" },
        { "PUT", $"/api/admin/announcements/{Missing}", "{}" },
        { "POST", "/api/admin/notifications/broadcast", """{"title":"a","message":"b"}""" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task WhoIsNoOperator_IsRefused(string method, string path, string? body)
    {
        var account = Guid.NewGuid();
        (await SendAsync(Principal.Anonymous, method, path, body)).ShouldBe((HttpStatusCode.Unauthorized,
            """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}"""));
        Principal[] others =
        [
            new() { Kind = PrincipalKind.User, AccountId = account },
            new() { Kind = PrincipalKind.UserKey, AccountId = account, KeyId = account, Scopes = ["*"] },
            new() { Kind = PrincipalKind.ProjectKey, AccountId = account, KeyId = account, Scopes = ["*"] },
        ];
        foreach (var other in others)
        {
            (await SendAsync(other, method, path, body)).ShouldBe((HttpStatusCode.Forbidden,
                """{"success":false,"error":{"code":"authorization_failed","message":"Admin privileges required"},"detail":"Admin privileges required"}"""));
        }
    }

    [Theory]
    [InlineData("GET", "/api/admin/users/7", null, "Invalid user ID", HttpStatusCode.BadRequest)]
    [InlineData("GET", $"/api/admin/users/{Missing}", null, "User not found", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/admin/users/7/tier", """{"tier":"pro"}""", "Invalid user ID", HttpStatusCode.BadRequest)]
    [InlineData("PUT", $"/api/admin/users/{Missing}/tier", """{"tier":"pro"}""", "User not found", HttpStatusCode.NotFound)]
    [InlineData("PUT", $"/api/admin/users/{Missing}/quota", """{"quota_multiplier":1}""", "User not found", HttpStatusCode.NotFound)]
    [InlineData("POST", $"/api/admin/quota/reset/{Missing}", "{}", "User not found", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/admin/quota/reset/x", "{}", "Invalid user ID", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/admin/users/x/ban", """{"reason":"spam"}""", "Invalid user ID", HttpStatusCode.BadRequest)]
    [InlineData("POST", $"/api/admin/users/{Missing}/ban", """{"reason":"spam"}""", "User not found", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/admin/users/x/unban", "{}", "Invalid user ID", HttpStatusCode.BadRequest)]
    [InlineData("POST", $"/api/admin/users/{Missing}/unban", null, "User not found", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/admin/announcements/x", "{}", "Invalid announcement ID", HttpStatusCode.BadRequest)]
    [InlineData("PUT", $"/api/admin/announcements/{Missing}", "{}", "Announcement not found", HttpStatusCode.NotFound)]
    public async Task UserOrAnnouncementThatIsNone_IsSaidSo(string method, string path, string? body, string message, HttpStatusCode status)
    {
        var (answered, text) = await SendAsync(Admin, method, path, body);
        answered.ShouldBe(status, text);
        text.ShouldContain($"\"detail\":\"{message}\"");
    }

    [Theory]
    [InlineData("GET", "/api/admin/users?limit=0", null, "query -> limit")]
    [InlineData("GET", "/api/admin/users?limit=101", null, "query -> limit")]
    [InlineData("GET", "/api/admin/users?offset=-1", null, "query -> offset")]
    [InlineData("GET", "/api/admin/users?tier=gold", null, "query -> tier")]
    [InlineData("PUT", $"/api/admin/users/{Missing}/tier", "{}", "body -> tier")]
    [InlineData("PUT", $"/api/admin/users/{Missing}/tier", """{"tier":"operator"}""", "body -> tier")]
    [InlineData("PUT", $"/api/admin/users/{Missing}/quota", "{}", "body -> quota_multiplier")]
    [InlineData("PUT", $"/api/admin/users/{Missing}/quota", """{"quota_multiplier":0.09}""", "body -> quota_multiplier")]
    [InlineData("PUT", $"/api/admin/users/{Missing}/quota", """{"quota_multiplier":100.1}""", "body -> quota_multiplier")]
    [InlineData("POST", "/api/admin/announcements", """{"content":"b"}""", "body -> title")]
    [InlineData("POST", "/api/admin/announcements", """{"title":"a","content":"  "}""", "body -> content")]
    [InlineData("POST", "/api/admin/announcements", """{"title":"a","content":"b","type":"loud"}""", "body -> type")]
    [InlineData("POST", "/api/admin/announcements", """{"title":"a","content":"b","ends_at":"2020-01-01T00:00:00Z"}""", "body -> ends_at")]
    [InlineData("POST", "/api/admin/announcements", """{"title":"a","content":"b","target_tiers":["gold"]}""", "body -> target_tiers")]
    [InlineData("POST", "/api/admin/announcements", """{"title":"a","content":"b","target_tiers":[]}""", "body -> target_tiers")]
    [InlineData("POST", $"/api/admin/users/{Missing}/ban", "{}", "body -> reason")]
    [InlineData("POST", $"/api/admin/users/{Missing}/ban", """{"reason":"   "}""", "body -> reason")]
    public async Task BadInput_NamesTheField(string method, string path, string? body, string field)
    {
        var (status, text) = await SendAsync(Admin, method, path, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, text);
        text.ShouldContain($"\"field\":\"{field}\"");
    }

    [Theory]
    [InlineData("ban")]
    [InlineData("unban")]
    public async Task ReasonThatIsTooLong_NamesTheField(string what)
    {
        var (status, text) = await SendAsync(Admin, "POST", $"/api/admin/users/{Missing}/{what}", $$"""{"reason":"{{new string('a', 501)}}"}""");
        (status, text.Contains("\"field\":\"body -> reason\"", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true), text);
        (status, _) = await SendAsync(Admin, "POST", $"/api/admin/users/{Missing}/{what}", $$"""{"reason":"{{new string('a', 500)}}"}""");
        status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task AnotherServiceThatIsAway_IsSaidSoAndTheTraceStays()
    {
        var user = await application.RegisterAsync();
        var (status, _) = await SendAsync(Admin, "PUT", $"/api/admin/users/{user.UserId}/tier", """{"tier":"starter","reason":"paid by invoice"}""");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await application.QueryAsync("SELECT action || ' ' || outcome || ' ' || reason || ' ' || (detail ->> 'tier') FROM identity.audit WHERE target = $1", user.UserId.ToString()))
            .ShouldBe("user.tier failed paid by invoice hobby");
        (await application.QueryAsync("SELECT tier FROM identity.users WHERE id = $1", user.UserId)).ShouldBe("free");
    }

    [Fact]
    public async Task SignIn_IsNoted()
    {
        var user = await application.RegisterAsync();
        (await application.QueryAsync("SELECT last_login_at FROM identity.users WHERE id = $1", user.UserId)).ShouldBe(DBNull.Value);
        await application.SignInAsync(user.Email);
        (await application.QueryAsync("SELECT last_login_at > now() - interval '1 minute' FROM identity.users WHERE id = $1", user.UserId)).ShouldBe(true);
    }

    private static Principal Admin { get; } = new() { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), IsAdmin = true };

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(Principal principal, string method, string path, string? body)
    {
        using var client = application.Service.ClientFor(principal);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
