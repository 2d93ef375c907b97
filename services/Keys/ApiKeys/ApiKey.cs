using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>An API key as it is kept: everything about it but its text, of which only the hash exists.</summary>
public sealed class ApiKey
{
    public required Guid Id { get; init; }

    /// <summary>Who pays: a user's account, or the operator's.</summary>
    public required Guid AccountId { get; init; }

    public required ApiKeyKind Kind { get; init; }

    public required ApiKeyDoor Door { get; init; }

    /// <summary>SHA-256 of the whole key text.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The first characters, by which its owner tells it from others.</summary>
    public required string Prefix { get; init; }

    public required string Name { get; init; }

    /// <summary>What it may do; <c>*</c> is everything.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>The tenant label of a project key.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The user or key that made it; null when the product did.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>Set by the database.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>To the minute, and behind by as long as the gateway collects uses.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Made for the local demo account; it does not count as the first key of an installation.</summary>
    public bool IsDemo { get; init; }

    /// <summary>The first master key, asked for without any other: there is one at most, which a unique index enforces.</summary>
    public bool IsInitial { get; init; }

    /// <summary>Ends it by itself this many days after it was made, and leaves it for good without a number.</summary>
    public void ExpireAfter(int? days, DateTimeOffset madeAt) => ExpiresAt = days is { } number ? madeAt.AddDays(number) : null;

    /// <summary>A user's key.</summary>
    /// <param name="scopes">Of <see cref="KeyScopes"/>; null is every right.</param>
    public static ApiKey ForUser(
        Guid accountId, ApiKeyDoor door, string name, KeyMaterial material, bool isDemo = false, string[]? scopes = null) => new()
        {
            Id = Guid.CreateVersion7(),
            AccountId = accountId,
            Kind = ApiKeyKind.User,
            Door = door,
            KeyHash = material.Hash,
            Prefix = material.Prefix,
            Name = name,
            Scopes = scopes ?? [KeyScopes.All],
            CreatedBy = isDemo ? null : accountId,
            IsDemo = isDemo,
        };
}

/// <summary>Whose a key is. Stored by name, in lower case.</summary>
public enum ApiKeyKind
{
    User = 0,
    Project,
    Master,
}

/// <summary>Through which family's routes a key was made. Stored by name, in lower case.</summary>
public enum ApiKeyDoor
{
    Saas = 0,
    Lab,
    Banatie,
}
