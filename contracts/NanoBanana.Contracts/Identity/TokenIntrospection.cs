namespace NanoBanana.Contracts.Identity;

/// <summary>Asks whether a token whose signature already verified may still be used. <c>POST /internal/tokens/introspect</c>.</summary>
/// <param name="TokenId">Its <c>jti</c>.</param>
/// <param name="UserId">Its <c>sub</c>.</param>
/// <param name="Generation">Its <c>gen</c>: the user's token generation when it was issued. A changed password starts a new one.</param>
public sealed record IntrospectTokenRequest(Guid TokenId, Guid UserId, int Generation);

/// <summary>Whether the token may be used, and whether its user is an operator.</summary>
/// <param name="IsBanned">Why it may not be used: it is good, and its user is banned.</param>
public sealed record TokenIntrospection(bool Active, bool IsAdmin, bool IsBanned = false);

/// <summary>Names of the claims in an access token that are ours.</summary>
public static class TokenClaims
{
    /// <summary>The user's token generation, an integer.</summary>
    public const string Generation = "gen";

    /// <summary>The user's name at whoever signed them in; only of users who signed in elsewhere.</summary>
    public const string Login = "login";

    /// <summary>Who signed the user in: <c>github</c>; left out of those who signed in here.</summary>
    public const string Provider = "provider";

    /// <summary>Always <c>access</c>.</summary>
    public const string Type = "type";
}
