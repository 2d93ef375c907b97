using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Billing.Api.V1;

/// <summary><c>{"days": [...]}</c></summary>
internal sealed record DailyUsageResponse(IReadOnlyList<UsageOfDay> Days);

/// <summary><c>{"usage_date": "2026-02-01", "image_count": 3}</c></summary>
internal sealed record UsageOfDay(DateOnly UsageDate, long ImageCount);

internal static class DailyUsage
{
    private const int DefaultDays = 30;
    public const int MaxDays = 365;

    public const string Sql =
        """
        SELECT day, sum(images)::bigint FROM billing.usage_daily
        WHERE account_id = $1 AND day > (now() AT TIME ZONE 'UTC')::date - $2::int
        GROUP BY day ORDER BY day DESC
        """;

    public static async Task<Results<Ok<DailyUsageResponse>, FailureResult>> HandleAsync(
        string? days, Caller caller, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var count = validation.QueryInt("days", days, DefaultDays, 1, MaxDays);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        await using var command = dataSource.CreateCommand(Sql);
        command.With(caller.AccountId).With(count);
        return TypedResults.Ok(new DailyUsageResponse(await command.ReadAllAsync(Read, cancellationToken)));
    }

    public static UsageOfDay Read(NpgsqlDataReader row) => new(row.GetFieldValue<DateOnly>(0), row.GetInt64(1));
}
