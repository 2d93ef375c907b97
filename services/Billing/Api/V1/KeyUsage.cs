using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Data;
using NanoBanana.Billing.Keys;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using Npgsql;

namespace NanoBanana.Billing.Api.V1;

/// <summary><c>{"key_id", "key_name", "key_prefix", "total_images", "daily_usage"}</c></summary>
internal sealed record KeyUsageResponse(Guid KeyId, string KeyName, string KeyPrefix, long TotalImages, IReadOnlyList<UsageOfDay> DailyUsage);

/// <summary>The total is of all time, the days are those of the last year.</summary>
internal static class KeyUsage
{
    public const string TotalSql =
        "SELECT coalesce((SELECT images FROM billing.usage_totals WHERE account_id = $1 AND key_id = $2), 0)";

    public const string DaysSql =
        """
        SELECT day, images FROM billing.usage_daily
        WHERE account_id = $1 AND key_id = $2 AND day > (now() AT TIME ZONE 'UTC')::date - $3::int
        ORDER BY day DESC
        """;

    public static async Task<Results<Ok<KeyUsageResponse>, FailureResult>> HandleAsync(
        [FromRoute(Name = "key_id")] string keyId, Caller caller, NpgsqlDataSource dataSource, KeysClient keysClient, CancellationToken cancellationToken)
    {
        // Text that is no id, a key of nobody and a key of somebody else answer alike.
        if (!Guid.TryParseExact(keyId, "D", out var id) || await keysClient.FindAsync(caller.AccountId, id, cancellationToken) is not { } key)
            return (FailureResult)ErrorCodes.KeyNotFound;

        await using var total = dataSource.CreateCommand(TotalSql);
        total.With(caller.AccountId).With(id);
        await using var days = dataSource.CreateCommand(DaysSql);
        days.With(caller.AccountId).With(id).With(DailyUsage.MaxDays);
        return TypedResults.Ok(new KeyUsageResponse(key.Id, key.Name, key.Prefix,
            (long)(await total.ExecuteScalarAsync(cancellationToken))!, await days.ReadAllAsync(DailyUsage.Read, cancellationToken)));
    }
}
