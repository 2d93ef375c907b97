using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Keys;
using NanoBanana.Identity.Tokens;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Identity.Api.V1;

internal static class Logout
{
    public static async Task<NoContent> HandleAsync(
        Caller caller, RevokedTokens revoked, InvalidationPublisher invalidations, CancellationToken cancellationToken)
    {
        if (caller.Principal.TokenId is { } tokenId)
        {
            await revoked.AddAsync(tokenId, caller.AccountId, cancellationToken);
            await invalidations.PublishAsync(Invalidation.Token(tokenId));
        }

        return TypedResults.NoContent();
    }
}
