using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Admin;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Internal;

/// <summary>What lists of users show of their days.</summary>
internal static class SummarizeQuota
{
    public static async Task<Results<JsonHttpResult<IReadOnlyList<QuotaSummary>>, FailureResult>> HandleAsync(
        IReadOnlyList<Guid> ids, QuotaSummaries summaries, CancellationToken cancellationToken)
    {
        if (ids.Count is < 1 or > AccountSummary.MaxItems)
        {
            var validation = new RequestValidation();
            validation.Add("", "value_error", $"List should have 1 to {AccountSummary.MaxItems} items");
            return (FailureResult)validation.Failure;
        }

        return TypedResults.Json(await summaries.ReadAsync(ids, cancellationToken), ContractsJsonContext.Default.IReadOnlyListQuotaSummary);
    }
}
