using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.Tokens;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>A fresh token beside the one that was shown. A class and not a record, whose ToString would print it.</summary>
internal sealed class RefreshResponse(string accessToken, TimeSpan lifetime)
{
    public string AccessToken { get; } = accessToken;

    public string TokenType { get; } = AccessTokens.Type;

    /// <summary>In seconds.</summary>
    public long ExpiresIn { get; } = (long)lifetime.TotalSeconds;
}

internal static class RefreshToken
{
    /// <summary>
    /// The gateway may have remembered the token from before it was signed out, the password changed or the user banned. Whoever shows it in that moment must not
    /// leave with one of the new generation, so the statement that reads the generation judges the old token as well.
    /// </summary>
    public static async Task<Results<Ok<RefreshResponse>, FailureResult>> HandleAsync(
        Caller caller, IdentityDbContext db, AccessTokens tokens, CancellationToken cancellationToken)
    {
        var (id, tokenId, generation) = (caller.AccountId, caller.Principal.TokenId, caller.Principal.TokenGeneration);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(
            user => user.Id == id
                && (user.TokenGeneration == generation || user.SparedTokenId == tokenId)
                && !db.Set<RevokedToken>().Any(revoked => revoked.TokenId == tokenId),
            cancellationToken);
        if (user is null || tokenId is null)
            return (FailureResult)ErrorCodes.InvalidToken;
        return user.BannedAt is not null
            ? (FailureResult)ErrorCodes.AccountBanned
            : TypedResults.Ok(new RefreshResponse(tokens.Issue(user), tokens.Lifetime));
    }
}
