using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Holds;

internal static class ReleaseHold
{
    private const int MaxName = 128;

    // A process of the version before sends no failure, whatever the reason was.
    public static async Task<Results<Ok<CloseHoldResult>, FailureResult>> HandleAsync(
        Guid jobId, ReleaseHoldRequest? request, HoldLedger ledger, CancellationToken cancellationToken)
    {
        if (request?.Failure is { } failure && Invalid(failure) is { } invalid)
            return invalid;
        return TypedResults.Ok(await ledger.ReleaseAsync(jobId, request?.Failure, cancellationToken));
    }

    private static FailureResult? Invalid(FailedJob failure)
    {
        var validation = new RequestValidation();
        validation.Text("failure -> provider", failure.Provider, 1, MaxName);
        validation.Text("failure -> mode", failure.Mode, 1, MaxName);
        if (failure.CompletedAt == default)
            validation.Add("failure -> completed_at", "missing", "Field required");
        return validation.Failed ? (FailureResult)validation.Failure : null;
    }
}
