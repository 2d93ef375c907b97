using NanoBanana.ServiceDefaults.Accounts;

namespace NanoBanana.Billing.Accounts;

internal static class ExportAccount
{
    public static IReadOnlyList<ExportSection> Sections { get; } =
    [
        new("account", "tier, available, held, granted, grant_month, created_at", "billing.accounts WHERE id = $1", ("id", "uuid")),
        new("ledger", "id, kind, debit, credit, amount, job_id, reason, created_at", "billing.transfers WHERE account_id = $1", ("id", "bigint")),
        new("usage", "day, key_id, images, credits", "billing.usage_daily WHERE account_id = $1", ("day", "date"), ("key_id", "uuid")),
        new("usage_sums", "day, provider, mode, resolution, generations, failures, fallbacks, duration_ms, credits", "billing.usage_rollups WHERE account_id = $1",
            ("day", "date"), ("provider", "text"), ("mode", "text"), ("resolution", "text")),
    ];

    public static Task HandleAsync(Guid accountId, AccountExport export, HttpContext http) => export.RespondAsync(http, accountId);
}
