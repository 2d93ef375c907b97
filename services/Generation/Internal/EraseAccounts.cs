using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.Generation.Erasures;
using NanoBanana.ServiceDefaults.Accounts;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Internal;

internal static class EraseAccounts
{
    public static async Task<Results<JsonHttpResult<ErasureAnswer>, FailureResult>> HandleAsync(
        IReadOnlyList<Guid> body, ErasureStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        ErasureList.Validate(validation, body);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        await store.NoteAsync(body, cancellationToken);
        return TypedResults.Json(new ErasureAnswer(body), ContractsJsonContext.Default.ErasureAnswer);
    }
}
