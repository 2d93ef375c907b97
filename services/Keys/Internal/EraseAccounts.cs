using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.Keys.Erasures;
using NanoBanana.ServiceDefaults.Accounts;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Internal;

internal static class EraseAccounts
{
    public static async Task<Results<JsonHttpResult<ErasureAnswer>, FailureResult>> HandleAsync(
        IReadOnlyList<Guid> body, KeyErasure erasure, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        ErasureList.Validate(validation, body);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        await erasure.EraseAsync(body, cancellationToken);
        return TypedResults.Json(new ErasureAnswer(body), ContractsJsonContext.Default.ErasureAnswer);
    }
}
