using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Redis;
using Npgsql;

namespace NanoBanana.Keys.Bans;

/// <summary>Keeps which accounts are banned, and tells every process that may have their keys cached.</summary>
internal sealed class AccountBans(NpgsqlDataSource database, InvalidationPublisher invalidations)
{
    // In one order, because two processes may bring the same ones at once.
    private const string Keep = """
        INSERT INTO keys.account_bans AS known (account_id, is_banned, version)
        SELECT * FROM unnest($1, $2, $3) AS told (account_id, is_banned, version) ORDER BY account_id
        ON CONFLICT (account_id) DO UPDATE SET is_banned = excluded.is_banned, version = excluded.version, changed_at = now()
        WHERE known.version < excluded.version
        """;

    /// <summary>How many were new. What was known already is announced again: the first word may be lost.</summary>
    public async Task<int> KeepAsync(IReadOnlyList<AccountBan> bans, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Keep);
        command.Parameters
            .With(bans, static ban => ban.AccountId)
            .With(bans, static ban => ban.IsBanned)
            .With(bans, static ban => ban.Version);
        var changed = await command.ExecuteNonQueryAsync(cancellationToken);
        await Task.WhenAll(bans.Select(ban => invalidations.PublishAsync(Invalidation.Account(ban.AccountId))));
        return changed;
    }
}
