using NanoBanana.ServiceDefaults.Accounts;

namespace NanoBanana.Keys.Internal;

internal static class ExportAccount
{
    /// <summary>Keys as their owner sees them in lists. The hash says nothing to anybody, and stays here.</summary>
    public static IReadOnlyList<ExportSection> Sections { get; } =
    [
        new("keys", "id, kind, door, prefix, name, scopes, project_id, created_at, expires_at, revoked_at, last_used_at",
            "keys.api_keys WHERE account_id = $1", ("created_at", "timestamptz"), ("id", "uuid")),
    ];

    public static Task HandleAsync(Guid accountId, AccountExport export, HttpContext http) => export.RespondAsync(http, accountId);
}
