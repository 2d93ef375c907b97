using System.Net;

namespace NanoBanana.Identity.Tests;

/// <summary>The document shows every public route and none of those between services.</summary>
public sealed class ApiDocumentTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task Document_Asked_ShowsThePublicRoutesOnly()
    {
        using var client = application.Service.CreateClient();

        var document = (await (await client.GetAsync("/openapi/identity.json")).ShouldBeAsync(HttpStatusCode.OK))!;

        document["paths"]!.AsObject().Select(static path => path.Key).Order(StringComparer.Ordinal).ShouldBe(
            ["/api/admin/announcements", "/api/admin/announcements/{id}", "/api/admin/notifications/broadcast", "/api/admin/quota/reset/{id}", "/api/admin/users", "/api/admin/users/{id}", "/api/admin/users/{id}/ban", "/api/admin/users/{id}/quota", "/api/admin/users/{id}/tier", "/api/admin/users/{id}/unban", "/api/auth/callback", "/api/auth/login", "/api/auth/logout", "/api/auth/me", "/api/auth/refresh", "/api/auth/status", "/api/notifications", "/api/notifications/mark-all-read", "/api/notifications/mark-read", "/api/notifications/unread-count", "/api/notifications/{id}", "/v1/account", "/v1/account/export", "/v1/auth/login", "/v1/auth/logout", "/v1/auth/me", "/v1/auth/me/password", "/v1/auth/register"]);
    }
}
