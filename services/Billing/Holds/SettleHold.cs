using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Holds;

internal static class SettleHold
{
    private const int MaxName = 128;

    public static async Task<Results<Ok<CloseHoldResult>, FailureResult>> HandleAsync(
        Guid jobId, SettleHoldRequest request, HoldLedger ledger, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (request.JobId != jobId)
            validation.Add("job_id", "value_error", "Input should be the job id of the path");
        validation.Text("provider", request.Provider, 1, MaxName);
        validation.Text("mode", request.Mode, 1, MaxName);
        if (request.Model is not null)
            validation.Text("model", request.Model, 1, MaxName);
        if (request.ProviderCostMicros < 0)
            validation.Add("provider_cost_micros", "value_error", "Input should be 0 or more");

        // A job that made nothing is released, never settled: its use must not be counted.
        validation.Range("units", request.Units, 1, int.MaxValue);
        if (request.Results is { } results)
            validation.Range("results", results, 1, Math.Max(1, request.Units));
        validation.Range("duration_ms", request.DurationMs, 0, int.MaxValue);
        if (request.CompletedAt == default)
            validation.Add("completed_at", "missing", "Field required");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return TypedResults.Ok(await ledger.SettleAsync(request, cancellationToken));
    }
}
