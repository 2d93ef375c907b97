using NanoBanana.Contracts.Principals;

namespace NanoBanana.Contracts.Keys;

/// <summary>What Keys says of a presented key. A bad key is an answer, not an error.</summary>
public enum KeyVerdict
{
    /// <summary>No such key.</summary>
    Unknown = 0,

    /// <summary>The key may be used.</summary>
    Valid,

    /// <summary>The key was revoked.</summary>
    Revoked,

    /// <summary>The key's time is over.</summary>
    Expired,

    /// <summary>The key is good, and its account is banned.</summary>
    Banned,
}

/// <summary>Asks whether a key may be used. <c>POST /internal/keys/verify</c>.</summary>
/// <param name="KeyHash">Lower-case hex SHA-256 of the whole key text: the key itself never leaves the gateway.</param>
public sealed record VerifyKeyRequest(string KeyHash);

/// <summary>The answer to <see cref="VerifyKeyRequest"/>; <see cref="Key"/> is set for every verdict but unknown.</summary>
public sealed record KeyVerification(KeyVerdict Verdict, VerifiedKey? Key);

/// <summary>A key as the gateway needs it.</summary>
/// <param name="KeyId">Its public id, which logs may show.</param>
/// <param name="Kind">User, project or master key.</param>
/// <param name="AccountId">The account that pays: the user's id, or <see cref="Billing.OperatorAccount"/>'s.</param>
/// <param name="ProjectId">The tenant label of a project key.</param>
/// <param name="Scopes">What it may do; <c>["*"]</c> is everything.</param>
/// <param name="ExpiresAt">When it stops working; never when null.</param>
public sealed record VerifiedKey(
    Guid KeyId, PrincipalKind Kind, Guid AccountId, string? ProjectId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <summary>When a key was last seen. <c>POST /internal/keys/used</c> takes a list of them, best effort.</summary>
public sealed record KeyUse(Guid KeyId, DateTimeOffset UsedAt);

/// <summary>A key as other services may show it. <c>GET /internal/accounts/{accountId}/keys</c> lists them, newest first.</summary>
public sealed record KeySummary(Guid Id, string Name, string Prefix, bool IsActive, DateTimeOffset CreatedAt);
