using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.Lab;

/// <summary>That it was done.</summary>
internal sealed record DeletedLabKey(bool Success, string Message);

internal static class DeleteLabKey
{
    /// <summary>What is no longer in the list is not found, unlike at <c>/v1/keys</c>, where it stays listed.</summary>
    public static async Task<Results<Ok<DeletedLabKey>, FailureResult>> HandleAsync(
        string id, Caller caller, KeysDbContext db, KeyRevoker revoker, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var keyId))
            return (FailureResult)ErrorCodes.InvalidKeyId;

        // Looked at first and not within the change: a change that is repeated because its answer was lost must still be announced.
        var isListed = await db.ApiKeys.AnyAsync(
            key => key.Id == keyId && key.AccountId == caller.AccountId && key.RevokedAt == null, cancellationToken);
        return isListed && await revoker.RevokeAsync(caller.AccountId, keyId, cancellationToken)
            ? TypedResults.Ok(new DeletedLabKey(Success: true, "API key deleted successfully"))
            : (FailureResult)ErrorCodes.KeyNotFound;
    }
}
