using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Admin;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Internal;

/// <summary>Scales an account's daily limit. Whether there is such an account only Identity knows; a row of none is never looked at.</summary>
internal static class SetQuotaMultiplier
{
    public static async Task<Results<Ok<QuotaSummary>, FailureResult>> HandleAsync(
        Guid accountId, SetQuotaMultiplierRequest body, QuotaStore store, QuotaSummaries summaries, CancellationToken cancellationToken)
    {
        if (body.Multiplier is not (>= SetQuotaMultiplierRequest.Min and <= SetQuotaMultiplierRequest.Max))
        {
            var validation = new RequestValidation();
            validation.Add("multiplier", "value_error", "Input should be from 0.1 to 100");
            return (FailureResult)validation.Failure;
        }

        await store.SetMultiplierAsync(accountId, (decimal)body.Multiplier, cancellationToken);
        return TypedResults.Ok(await summaries.ReadAsync(accountId, cancellationToken));
    }
}
