using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>Revokes a key for good and tells every process that may have it cached.</summary>
internal sealed class KeyRevoker(KeysDbContext db, InvalidationPublisher invalidations, KeysMetrics metrics)
{
    /// <summary>
    /// Whether the account has such a key. Revoking twice changes nothing, but is announced again: the first word may be lost.
    /// </summary>
    public async Task<bool> RevokeAsync(Guid accountId, Guid keyId, CancellationToken cancellationToken)
    {
        var found = await db.ApiKeys
            .Where(key => key.Id == keyId && key.AccountId == accountId && key.Kind == ApiKeyKind.User)
            .ExecuteUpdateAsync(
                static key => key.SetProperty(static k => k.RevokedAt, static k => k.RevokedAt ?? KeysDbContext.Now()), cancellationToken);
        if (found == 0)
            return false;
        metrics.Revoked();
        await invalidations.PublishAsync(Invalidation.Key(keyId));
        return true;
    }
}
