using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Billing.Holds;

/// <summary>What a reconciler asks, to close the holds of jobs that are known to have ended.</summary>
internal static class ListOpenHolds
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    private const string Sql =
        """
        SELECT job_id, account_id, credits, created_at FROM billing.holds
        WHERE state = 'open' AND created_at <= now() - make_interval(secs => $1) ORDER BY created_at LIMIT $2
        """;

    public static async Task<Results<Ok<IReadOnlyList<OpenHold>>, FailureResult>> HandleAsync(
        [FromQuery(Name = "older_than_seconds")] string? olderThanSeconds, string? limit, NpgsqlDataSource dataSource,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var age = validation.QueryInt("older_than_seconds", olderThanSeconds, 0, 0, int.MaxValue);
        var rows = validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        await using var command = dataSource.CreateCommand(Sql);
        command.With((double)age).With(rows);
        return TypedResults.Ok<IReadOnlyList<OpenHold>>(await command.ReadAllAsync(
            static row => new OpenHold(row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3)), cancellationToken));
    }
}
