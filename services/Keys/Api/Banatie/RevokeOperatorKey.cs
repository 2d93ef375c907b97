using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.Banatie;

/// <summary>That it was done.</summary>
internal sealed record RevokedOperatorKey(string Message, [property: JsonPropertyName("keyId")] Guid KeyId);

internal static class RevokeOperatorKey
{
    /// <summary>A key of a user's is none of the operator's and answers as one that is not there. A second time answers as the first did.</summary>
    public static async Task<Results<Ok<RevokedOperatorKey>, FailureResult>> HandleAsync(
        string keyId, Caller caller, OperatorKeys keys, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(keyId, "D", out var id))
            return (FailureResult)ErrorCodes.KeyNotFound;
        return await keys.RevokeAsync(id, caller.Principal, cancellationToken) switch
        {
            OperatorKeyRevocation.Revoked => TypedResults.Ok(new RevokedOperatorKey("API key revoked successfully", id)),
            OperatorKeyRevocation.IsLast => (FailureResult)ErrorCodes.LastMasterKey,
            _ => (FailureResult)ErrorCodes.KeyNotFound,
        };
    }
}
