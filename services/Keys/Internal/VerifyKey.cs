using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.ApiKeys;

namespace NanoBanana.Keys.Internal;

internal static class VerifyKey
{
    /// <summary>A bad key is a 200 that says no; the gateway makes the 401 of it.</summary>
    public static async Task<JsonHttpResult<KeyVerification>> HandleAsync(
        VerifyKeyRequest request, KeyVerifier verifier, CancellationToken cancellationToken) =>
        TypedResults.Json(
            await verifier.VerifyAsync(request.KeyHash ?? "", cancellationToken), ContractsJsonContext.Default.KeyVerification);
}
