using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;
using Npgsql;

namespace NanoBanana.Billing.Ledger;

/// <summary>Places and closes holds. Each call is one statement: one round trip and one transaction, idempotent by job id.</summary>
internal sealed partial class HoldLedger(NpgsqlDataSource dataSource, BillingMetrics metrics, ILogger<HoldLedger> logger)
{
    public async Task<PlaceHoldResult> PlaceAsync(PlaceHoldRequest request, CancellationToken cancellationToken)
    {
        using var activity = BillingMetrics.Activities.StartActivity("hold.place")?.SetTag("nanobanana.job.id", request.JobId);
        await using var command = dataSource.CreateCommand(
            "SELECT outcome, credits, price_version, available, provider_cost_micros, first_time FROM billing.place_hold($1, $2, $3, $4, $5, $6, $7)");
        command.With(request.JobId).With(request.AccountId).With(AccountLedger.OpeningTier(request.AccountId))
            .With(request.Model).With(request.Resolution).With(request.Kind).With(request.Units);
        await using var row = await command.ReadOneAsync(cancellationToken);
        var outcome = row.GetString(0);
        var result = new PlaceHoldResult(OutcomeOf(outcome), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4));
        if (row.GetBoolean(5))
            metrics.Held(result.Credits);
        else if (result.Outcome != HoldOutcome.Held)
            metrics.Refused(outcome);
        activity?.SetTag("nanobanana.hold.outcome", outcome);
        return result;
    }

    public async Task<CloseHoldResult> SettleAsync(SettleHoldRequest request, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT outcome, charged, available, returned, first_time FROM billing.settle_hold($1, $2, $3, $4, $5, $6, $7)");
        command.With(request.JobId).With(request.KeyId ?? Guid.Empty).With(request.Units).With(request.Provider).With(request.Mode)
            .With(request.DurationMs).With(request.CompletedAt.ToUniversalTime());
        return await CloseAsync("settle", request.JobId, command, (charged, returned) => metrics.Settled(charged, returned), cancellationToken);
    }

    public async Task<CloseHoldResult> ReleaseAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT outcome, charged, available, returned, first_time FROM billing.release_hold($1)");
        command.With(jobId);
        return await CloseAsync("release", jobId, command, (_, returned) => metrics.Released(returned), cancellationToken);
    }

    private async Task<CloseHoldResult> CloseAsync(
        string operation, Guid jobId, NpgsqlCommand command, Action<int, int> count, CancellationToken cancellationToken)
    {
        using var activity = BillingMetrics.Activities.StartActivity("hold." + operation)?.SetTag("nanobanana.job.id", jobId);
        await using var row = await command.ReadOneAsync(cancellationToken);
        var outcome = row.GetString(0) switch
        {
            "closed" => CloseHoldOutcome.Closed,
            "not_found" => CloseHoldOutcome.NotFound,
            _ => CloseHoldOutcome.Contradicts,
        };
        if (row.GetBoolean(4))
            count(row.GetInt32(1), row.GetInt32(3));
        if (outcome == CloseHoldOutcome.Contradicts)
        {
            metrics.Contradiction();
            Log.Contradiction(logger, operation, jobId);
        }

        return new CloseHoldResult(outcome, row.GetInt32(1), row.GetInt64(2));
    }

    private static HoldOutcome OutcomeOf(string outcome) => outcome switch
    {
        "held" => HoldOutcome.Held,
        "insufficient" => HoldOutcome.Insufficient,
        "no_price" => HoldOutcome.NoPrice,
        "ended" => HoldOutcome.Ended,
        "differs" => HoldOutcome.Differs,
        _ => throw new InvalidOperationException($"billing.place_hold answered '{outcome}'."),
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A {Operation} of job {JobId} contradicts how its hold was closed before; nothing moved.")]
        public static partial void Contradiction(ILogger logger, string operation, Guid jobId);
    }
}
