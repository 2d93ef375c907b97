using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.GitHub;
using Npgsql;

namespace NanoBanana.Identity.Users;

/// <summary>The accounts of people whom GitHub signs in: one for each id there, made at the first sign-in and found at every later one.</summary>
/// <remarks>
/// Two accounts are never made one by their addresses. Nobody here has proven an address by a letter: who had registered somebody else's
/// beforehand would share an account with its owner as soon as they come through GitHub. An address that is taken stays where it is, and the
/// account from GitHub has none.
/// </remarks>
internal sealed class GitHubUsers(IdentityDbContext db, ILookupNormalizer normalizer)
{
    public const string Provider = "github";

    private const int MaxLogin = 100;
    private const int MaxName = 255;
    private const string EmailIndex = "ix_users_normalized_email";

    /// <summary>The account, and whether it is new.</summary>
    public async Task<(User User, bool IsNew)> FindOrCreateAsync(GitHubAnswer.Known known, CancellationToken cancellationToken)
    {
        var email = known.Email is { } address && EmailAddress.IsValid(address) ? address : null;
        try
        {
            return await StoreAsync(known, email, cancellationToken);
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: EmailIndex })
        {
            // Somebody else took the address since the statement looked.
            return await StoreAsync(known, email: null, cancellationToken);
        }
    }

    /// <summary>One statement, which a repetition after a lost answer finds done. The address is taken over at the first sign-in only: later it is its owner's to change.</summary>
    private async Task<(User User, bool IsNew)> StoreAsync(GitHubAnswer.Known known, string? email, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var (providerId, stamp, normalized) = (known.User.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), Guid.NewGuid().ToString("n"), normalizer.NormalizeEmail(email));
        var (login, name, avatar) = (Plain(known.User.Login, MaxLogin) ?? providerId, Plain(known.User.Name, MaxName), WebAddress.Parse(known.User.AvatarUrl)?.AbsoluteUri);
        var users = await db.Users.FromSql($"""
            INSERT INTO identity.users AS known (
                id, user_name, normalized_user_name, email, normalized_email, email_confirmed, security_stamp, concurrency_stamp,
                provider, provider_id, provider_login, name, avatar_url, last_login_at)
            SELECT {id}, {id.ToString("n")}, upper({id.ToString("n")}), address.email, address.normalized, address.email IS NOT NULL AND {known.IsVerified}, {stamp}, {stamp},
                {Provider}, {providerId}, {login}, {name}, {avatar}, now()
            FROM (SELECT) AS one LEFT JOIN (SELECT {email}::text AS email, {normalized}::text AS normalized) AS address
                ON NOT EXISTS (SELECT FROM identity.users AS other WHERE other.normalized_email = address.normalized)
            ON CONFLICT (provider, provider_id) DO UPDATE SET
                provider_login = excluded.provider_login, name = excluded.name, avatar_url = excluded.avatar_url,
                last_login_at = CASE WHEN known.banned_at IS NULL THEN now() ELSE known.last_login_at END
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);
        return (users.Single(), users.Single().Id == id);
    }

    /// <summary>What fits and what Postgres keeps; null otherwise.</summary>
    private static string? Plain(string? text, int max) => text is { Length: > 0 } && text.Length <= max && !text.Contains('\0') ? text : null;
}
