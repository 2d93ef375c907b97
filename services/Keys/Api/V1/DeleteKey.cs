using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.V1;

internal static class DeleteKey
{
    /// <summary>The id is text, because a malformed one answers as an unknown one does.</summary>
    public static async Task<Results<NoContent, FailureResult>> HandleAsync(
        [FromRoute(Name = "key_id")] string keyId, Caller caller, KeyRevoker revoker, CancellationToken cancellationToken) =>
        Guid.TryParseExact(keyId, "D", out var id) && await revoker.RevokeAsync(caller.AccountId, id, cancellationToken)
            ? TypedResults.NoContent()
            : (FailureResult)ErrorCodes.KeyNotFound;
}
