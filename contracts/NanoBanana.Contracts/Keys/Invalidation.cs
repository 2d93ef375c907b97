namespace NanoBanana.Contracts.Keys;

/// <summary>
/// What every process must forget at once. Published on the Redis channel <see cref="Channel"/> as <c>kind:id</c>; the cached
/// credential with that id is dropped and asked for again.
/// </summary>
public static class Invalidation
{
    /// <summary>The Redis channel.</summary>
    public const string Channel = "nanobanana:invalidate";

    /// <summary>A key was revoked or changed.</summary>
    public static string Key(Guid keyId) => $"key:{keyId:n}";

    /// <summary>An access token was revoked.</summary>
    public static string Token(Guid tokenId) => $"token:{tokenId:n}";

    /// <summary>An account changed: its tier, all tokens of its user, or whether it is banned.</summary>
    public static string Account(Guid accountId) => $"account:{accountId:n}";
}
