using Microsoft.EntityFrameworkCore;
using NanoBanana.Keys.Data;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>Stores a new key of a user, unless the account has as many as it may.</summary>
internal sealed class KeyIssuer(KeysDbContext db, KeysMetrics metrics)
{
    private const int MaxActive = 100;
    private const int MaxActiveForLab = 10;

    /// <summary>
    /// Whether the key was stored; false when as many keys of the account work already, whichever door they came through, as this door
    /// makes. Revoked and expired ones do not count.
    /// </summary>
    /// <param name="days">After how many it shall expire; never when null.</param>
    public async Task<bool> TryStoreAsync(ApiKey key, int? days, CancellationToken cancellationToken)
    {
        // A commit whose answer was lost is looked up before it is repeated, so that no key exists whose text nobody saw.
        var stored = await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            (db, key, days),
            static (state, token) => InsertAsync(state.db, state.key, state.days, token),
            static (state, token) => state.db.ApiKeys.AnyAsync(key => key.Id == state.key.Id, token),
            cancellationToken);
        if (stored)
            metrics.Created(key.Door);
        return stored;
    }

    private static async Task<bool> InsertAsync(KeysDbContext db, ApiKey key, int? days, CancellationToken cancellationToken)
    {
        // Counting and inserting must be one step for an account, and there is no row of the account here to lock.
        // The time is the transaction's, which the key is dated by as well.
        var now = await db.Database.SqlQuery<DateTimeOffset>(
            $"SELECT now() AS \"Value\" FROM pg_advisory_xact_lock(hashtextextended({key.AccountId.ToString()}, 0))").ToListAsync(cancellationToken);
        var active = await db.ApiKeys.CountAsync(
            other => other.AccountId == key.AccountId && other.RevokedAt == null
                && (other.ExpiresAt == null || other.ExpiresAt > KeysDbContext.Now()),
            cancellationToken);
        if (active >= (key.Door == ApiKeyDoor.Lab ? MaxActiveForLab : MaxActive))
            return false;
        key.ExpireAfter(days, now.Single());
        db.ChangeTracker.Clear();
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
