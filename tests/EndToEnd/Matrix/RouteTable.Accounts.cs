namespace NanoBanana.EndToEnd.Matrix;

internal static partial class RouteTable
{
    private static RouteRow[] Accounts =>
    [
        new("POST /v1/auth/register", Access.None, """{"email":"$new@example.com","password":"correct horse battery"}""") { AlsoAnswers = [409] },
        new("POST /v1/auth/login", Access.None, """{"email":"$0","password":"correct horse battery"}""") { Things = Things.Email, IsOwned = false },
        new("POST /v1/auth/logout", Access.UserToken) { ChangesCaller = true },
        new("GET /v1/auth/me", Access.UserToken),
        new("PUT /v1/auth/me", Access.UserToken, """{"email":"$new@example.com"}""") { ChangesCaller = true },
        new("POST /v1/auth/me/password", Access.UserToken, """{"current_password":"correct horse battery","new_password":"another horse battery"}""") { ChangesCaller = true },

        // Five in an hour, whoever asks.
        new("GET /v1/account/export", Access.UserToken) { AlsoAnswers = [429] },

        new("DELETE /v1/account", Access.UserToken, """{"password":"correct horse battery"}""") { ChangesCaller = true },

        // This installation has no application at GitHub.
        new("GET /api/auth/login", Access.None) { AlsoAnswers = [503] },
        new("POST /api/auth/callback", Access.None, """{"code":"c","state":"s"}""") { AlsoAnswers = [503] },
        new("GET /api/auth/callback", Access.None) { Query = "?code=c&state=s", AlsoAnswers = [503] },
        new("GET /api/auth/status", Access.Optional),
        new("GET /api/auth/me", Access.UserToken),
        new("POST /api/auth/logout", Access.UserToken) { ChangesCaller = true },
        new("POST /api/auth/refresh", Access.UserToken) { ChangesCaller = true },

        new("POST /v1/keys", Access.UserToken, """{"name":"A key"}"""),
        new("GET /v1/keys", Access.UserToken),
        new("DELETE /v1/keys/{key_id}", Access.UserToken) { Things = Things.Key },
        new("POST /api/auth/api-keys", Access.UserToken, """{"name":"A key"}""") { ChangesCaller = true },
        new("GET /api/auth/api-keys", Access.UserToken),
        new("DELETE /api/auth/api-keys/{id}", Access.UserToken) { Things = Things.Key },

        // Closed for good: keys of the callers are there.
        new("POST /api/bootstrap/initial-key", Access.None) { IsClosed = true },
    ];

    private static RouteRow[] Money =>
    [
        new("GET /v1/billing/balance", Access.Either),
        new("GET /v1/usage/summary", Access.UserToken),
        new("GET /v1/usage/daily", Access.UserToken),
        new("GET /v1/usage/key/{key_id}", Access.UserToken) { Things = Things.Key },
        new("GET /api/analytics/overview", Access.Either),
        new("GET /api/analytics/usage", Access.Either),
        new("GET /api/analytics/costs", Access.Either),
        new("GET /api/analytics/providers", Access.Either),
        new("GET /api/analytics/trends", Access.Either),
    ];

    private static RouteRow[] Admin =>
    [
        new("POST /api/admin/keys", Access.Admin, """{"type":"project","projectId":"shop"}"""),
        new("GET /api/admin/keys", Access.Admin),
        new("DELETE /api/admin/keys/{keyId}", Access.Admin) { Things = Things.OperatorKey, IsOwned = false },
        new("GET /api/admin/users", Access.Admin),
        new("GET /api/admin/users/{id}", Access.Admin) { Things = Things.Account, IsOwned = false },
        new("PUT /api/admin/users/{id}/tier", Access.Admin, """{"tier":"enterprise"}""") { Things = Things.Account, IsOwned = false },
        new("PUT /api/admin/users/{id}/quota", Access.Admin, """{"quota_multiplier":1}""") { Things = Things.Account, IsOwned = false },
        new("POST /api/admin/quota/reset/{id}", Access.Admin) { Things = Things.Account, IsOwned = false },
        new("POST /api/admin/users/{id}/ban", Access.Admin, """{"reason":"spam"}""") { Things = Things.Outsider, IsOwned = false },
        new("POST /api/admin/users/{id}/unban", Access.Admin) { Things = Things.Outsider, IsOwned = false },
        new("GET /api/admin/announcements", Access.Admin),
        new("PUT /api/admin/announcements/{id}", Access.Admin, """{"title":"Another title"}""") { Things = Things.Announcement, IsOwned = false },
        new("POST /api/admin/notifications/broadcast", Access.Admin, """{"title":"A title","message":"What there is to tell"}"""),
        new("POST /api/admin/announcements", Access.Admin, """{"title":"A title","content":"What there is to tell"}"""),
        new("GET /api/admin/providers", Access.Admin),
        new("PUT /api/admin/providers/{name}", Access.Admin, """{"priority":50}""") { Ids = ["sandbox"] },
        new("POST /api/admin/providers/{name}/enable", Access.Admin) { Ids = ["sandbox"] },
        new("POST /api/admin/providers/{name}/disable", Access.Admin) { Ids = ["kling"], AlsoAnswers = [409] },
        new("GET /api/admin/providers/{name}/health", Access.Admin) { Ids = ["sandbox"] },
        new("POST /api/admin/providers/circuit-breakers/reset", Access.Admin),
        new("GET /api/admin/moderation/logs", Access.Admin),
        new("GET /api/admin/moderation/stats", Access.Admin),
        new("GET /api/admin/moderation/rules", Access.Admin),
        new("PUT /api/admin/moderation/rules", Access.Admin, """{"keywords":[]}"""),
        new("GET /api/admin/system/status", Access.Admin),
        new("GET /api/admin/system/metrics", Access.Admin),
        new("GET /api/admin/system/redis", Access.Admin),
        new("GET /api/admin/system/database", Access.Admin),
        new("GET /api/admin/system/storage", Access.Admin),
        new("GET /api/admin/system/logs", Access.Admin),
    ];
}
