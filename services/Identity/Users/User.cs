using Microsoft.AspNetCore.Identity;

namespace NanoBanana.Identity.Users;

/// <summary>
/// Somebody who signs in; also the account that pays. ASP.NET Core Identity's user without what nothing here uses: telephone numbers,
/// second factors and the counters of a lockout.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>Set by the database.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Tokens carry the generation they were issued in. A changed password starts the next one and ends all before it.</summary>
    public int TokenGeneration { get; private set; }

    /// <summary>The one token of an earlier generation that still works: the one that changed the password.</summary>
    public Guid? SparedTokenId { get; private set; }

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
