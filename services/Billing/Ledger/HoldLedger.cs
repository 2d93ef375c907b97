using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Billing.Ledger;

/// <summary>
/// Places and closes holds. Each call is idempotent by job id; those of concurrent callers share a statement, so that an account in heavy
/// use waits for its lock, and for the disk, once for many of them.
/// </summary>
internal sealed partial class HoldLedger(NpgsqlDataSource dataSource, BillingMetrics metrics, ILogger<HoldLedger> logger)
{
    private readonly GroupedStatement<PlaceHoldRequest, PlacedRow> _placing = new(
        dataSource,
        "SELECT place, outcome, credits, price_version, available, provider_cost_micros, first_time FROM billing.place_holds($1, $2, $3, $4, $5, $6, $7, $8)",
        static (parameters, asked) => parameters
            .With(asked, static request => request.JobId)
            .With(asked, static request => request.AccountId)
            .With(asked, static request => AccountLedger.OpeningTier(request.AccountId))
            .With(asked, static request => request.Model)
            .With(asked, static request => request.Resolution)
            .With(asked, static request => request.Kind)
            .With(asked, static request => request.Units)
            .With(asked, static request => request.PriceVersion),
        static row => new PlacedRow(row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetBoolean(6)));

    private readonly GroupedStatement<SettleHoldRequest, ClosedRow> _settling = new(
        dataSource,
        "SELECT place, outcome, charged, available, returned, first_time FROM billing.settle_holds($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        static (parameters, asked) => parameters
            .With(asked, static request => request.JobId)
            .With(asked, static request => request.KeyId ?? Guid.Empty)
            .With(asked, static request => request.Units)
            .With(asked, static request => request.Provider)
            .With(asked, static request => request.Mode)
            .With(asked, static request => request.DurationMs)
            .With(asked, static request => request.CompletedAt.ToUniversalTime())
            .With(asked, static request => request.Model)
            .With(asked, static request => request.ProviderCostMicros)
            .With(asked, static request => request.Results)
            .With(asked, static request => request.Fallback),
        ClosedRow.Read);

    private readonly GroupedStatement<Release, ClosedRow> _releasing = new(
        dataSource,
        "SELECT place, outcome, charged, available, returned, first_time FROM billing.release_holds($1, $2, $3, $4)",
        static (parameters, asked) => parameters
            .With(asked, static release => release.JobId)
            .With(asked, static release => release.Failure?.Provider)
            .With(asked, static release => release.Failure?.Mode)
            .With(asked, static release => release.Failure?.CompletedAt.ToUniversalTime()),
        ClosedRow.Read);

    public async Task<PlaceHoldResult> PlaceAsync(PlaceHoldRequest request, CancellationToken cancellationToken)
    {
        using var activity = BillingMetrics.Activities.StartActivity("hold.place")?.SetTag("nanobanana.job.id", request.JobId);
        var row = await _placing.AskAsync(request, cancellationToken) ?? throw NoRow();
        var result = new PlaceHoldResult(OutcomeOf(row.Outcome), row.Credits, row.PriceVersion, row.Available, row.ProviderCostMicros);
        if (row.IsFirst)
            metrics.Held(result.Credits);
        else if (result.Outcome != HoldOutcome.Held)
            metrics.Refused(row.Outcome);
        activity?.SetTag("nanobanana.hold.outcome", row.Outcome);
        return result;
    }

    public Task<CloseHoldResult> SettleAsync(SettleHoldRequest request, CancellationToken cancellationToken) => CloseAsync(
        "settle", request.JobId, () => _settling.AskAsync(request, cancellationToken), (charged, returned) => metrics.Settled(charged, returned));

    /// <param name="failure">What failed; null of a job that was cancelled or never tried.</param>
    public Task<CloseHoldResult> ReleaseAsync(Guid jobId, FailedJob? failure, CancellationToken cancellationToken) => CloseAsync(
        "release", jobId, () => _releasing.AskAsync(new Release(jobId, failure), cancellationToken), (_, returned) => metrics.Released(returned));

    private async Task<CloseHoldResult> CloseAsync(string operation, Guid jobId, Func<Task<ClosedRow?>> close, Action<int, int> count)
    {
        using var activity = BillingMetrics.Activities.StartActivity("hold." + operation)?.SetTag("nanobanana.job.id", jobId);
        var row = await close() ?? throw NoRow();
        var outcome = row.Outcome switch
        {
            "closed" => CloseHoldOutcome.Closed,
            "not_found" => CloseHoldOutcome.NotFound,
            _ => CloseHoldOutcome.Contradicts,
        };
        if (row.IsFirst)
            count(row.Charged, row.Returned);
        if (outcome == CloseHoldOutcome.Contradicts)
        {
            metrics.Contradiction();
            Log.Contradiction(logger, operation, jobId);
        }

        return new CloseHoldResult(outcome, row.Charged, row.Available);
    }

    private static HoldOutcome OutcomeOf(string outcome) => outcome switch
    {
        "held" => HoldOutcome.Held,
        "insufficient" => HoldOutcome.Insufficient,
        "no_price" => HoldOutcome.NoPrice,
        "ended" => HoldOutcome.Ended,
        "differs" => HoldOutcome.Differs,
        _ => throw new InvalidOperationException($"billing.place_holds answered '{outcome}'."),
    };

    private static InvalidOperationException NoRow() => new("A function of the ledger answered without a row.");

    private sealed record Release(Guid JobId, FailedJob? Failure);

    private sealed record PlacedRow(string Outcome, int Credits, int PriceVersion, long Available, long ProviderCostMicros, bool IsFirst);

    private sealed record ClosedRow(string Outcome, int Charged, long Available, int Returned, bool IsFirst)
    {
        public static ClosedRow Read(NpgsqlDataReader row) =>
            new(row.GetString(1), row.GetInt32(2), row.GetInt64(3), row.GetInt32(4), row.GetBoolean(5));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A {Operation} of job {JobId} contradicts how its hold was closed before; nothing moved.")]
        public static partial void Contradiction(ILogger logger, string operation, Guid jobId);
    }
}
