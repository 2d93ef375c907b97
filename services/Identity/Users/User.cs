using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Identity.Users;

/// <summary>
/// Somebody who signs in; also the account that pays. ASP.NET Core Identity's user without what nothing here uses: telephone numbers,
/// second factors and the counters of a lockout.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    private const string OurProvider = "email";
    private const int FolderIdLength = 16;

    /// <summary>Set by the database.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Tokens carry the generation they were issued in. A changed password starts the next one and ends all before it.</summary>
    public int TokenGeneration { get; private set; }

    /// <summary>What others may call the user: the name at the provider, or what stands before the @ of the address.</summary>
    public string Login => ProviderLogin ?? Email?[..Email.IndexOf('@', StringComparison.Ordinal)] ?? "";

    /// <summary>A name for the user's folders that is safe in paths and tells nothing of the user. It never changes.</summary>
    public string FolderId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Provider ?? OurProvider}:{Id}")))[..FolderIdLength];

    /// <summary>The one token of an earlier generation that still works: the one that changed the password.</summary>
    public Guid? SparedTokenId { get; private set; }

    /// <summary>Who signed the user in, <c>github</c>; null of those who sign in here with a password.</summary>
    public string? Provider { get; private set; }

    /// <summary>The user's id there, which never changes.</summary>
    public string? ProviderId { get; private set; }

    /// <summary>The name there, as of the last sign-in.</summary>
    public string? ProviderLogin { get; private set; }

    /// <summary>As the provider shows it, of the last sign-in.</summary>
    public string? Name { get; private set; }

    /// <summary>As the provider shows it, of the last sign-in.</summary>
    public string? AvatarUrl { get; private set; }

    /// <summary>A copy of the account's tier, which is Billing's to say: lists are filtered by it. What they show is asked of Billing, and mends the copy.</summary>
    public string Tier { get; private set; } = Tiers.Free;

    /// <summary>Null of who has not signed in since this is noted.</summary>
    public DateTimeOffset? LastLoginAt { get; private set; }

    /// <summary>Since when the user may not sign in, nor use a token; null of everybody else.</summary>
    public DateTimeOffset? BannedAt { get; private set; }

    /// <summary>Why, as the operator put it.</summary>
    public string? BanReason { get; private set; }

    /// <summary>What operators search in: address, name at the provider and name, in lower case. Computed by the database.</summary>
    public string SearchText { get; private set; } = "";

    public static User Create(string email, string passwordHash)
    {
        var id = Guid.CreateVersion7();
        return new User
        {
            Id = id,

            // Identity demands a unique name and we have none to offer but the address, which changes.
            UserName = id.ToString("n"),
            Email = email,
            PasswordHash = passwordHash,
        };
    }
}
