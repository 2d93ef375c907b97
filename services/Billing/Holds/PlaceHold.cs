using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Holds;

/// <summary>Whether the job may run is an answer, not an error: every outcome is a 200.</summary>
internal static class PlaceHold
{
    private const int MaxUnits = 1_000;
    private const int MaxName = 128;

    public static async Task<Results<Ok<PlaceHoldResult>, FailureResult>> HandleAsync(
        PlaceHoldRequest request, HoldLedger ledger, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (request.JobId == Guid.Empty)
            validation.Add("job_id", "missing", "Field required");
        if (request.AccountId == Guid.Empty)
            validation.Add("account_id", "missing", "Field required");
        validation.Text("model", request.Model, 1, MaxName);
        validation.Text("resolution", request.Resolution, 1, MaxName);
        validation.Text("kind", request.Kind, 1, MaxName);
        validation.Range("units", request.Units, 1, MaxUnits);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return TypedResults.Ok(await ledger.PlaceAsync(request, cancellationToken));
    }
}
