using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.ServiceDefaults.Accounts;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Accounts;

internal static class CloseAccounts
{
    /// <summary>Ledger and usage stay under the account's id: they are never changed, and name nobody.</summary>
    public static async Task<Results<JsonHttpResult<ErasureAnswer>, FailureResult>> HandleAsync(
        IReadOnlyList<Guid> body, AccountLedger ledger, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        ErasureList.Validate(validation, body);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return TypedResults.Json(new ErasureAnswer(await ledger.CloseAsync(body, cancellationToken)), ContractsJsonContext.Default.ErasureAnswer);
    }
}
