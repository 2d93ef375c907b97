using Microsoft.EntityFrameworkCore;
using NanoBanana.Keys.Data;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>Stores a new key of a user, unless the account has as many as it may.</summary>
internal sealed class KeyIssuer(KeysDbContext db, KeysMetrics metrics)
{
    /// <summary>How many keys of one account may work at a time; revoked and expired ones do not count.</summary>
    public const int MaxActive = 100;

    /// <summary>Whether the key was stored; false when the account is at its limit.</summary>
    public async Task<bool> TryStoreAsync(ApiKey key, CancellationToken cancellationToken)
    {
        // A commit whose answer was lost is looked up before it is repeated, so that no key exists whose text nobody saw.
        var stored = await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            (db, key),
            static (state, token) => InsertAsync(state.db, state.key, token),
            static (state, token) => state.db.ApiKeys.AnyAsync(key => key.Id == state.key.Id, token),
            cancellationToken);
        if (stored)
            metrics.Created(key.Door);
        return stored;
    }

    private static async Task<bool> InsertAsync(KeysDbContext db, ApiKey key, CancellationToken cancellationToken)
    {
        // Counting and inserting must be one step for an account, and there is no row of the account here to lock.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({key.AccountId.ToString()}, 0))", cancellationToken);
        var active = await db.ApiKeys.CountAsync(
            other => other.AccountId == key.AccountId && other.RevokedAt == null
                && (other.ExpiresAt == null || other.ExpiresAt > KeysDbContext.Now()),
            cancellationToken);
        if (active >= MaxActive)
            return false;
        db.ChangeTracker.Clear();
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
