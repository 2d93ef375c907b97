using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Bans;

/// <summary>The statements of bans. A ban, its line in the audit log and what Keys is to be told are one transaction: a crash leaves all or none.</summary>
internal sealed class BanStore(NpgsqlDataSource database, AuditLog audit)
{
    private const string Change = """
        WITH changed AS (
            UPDATE identity.users SET banned_at = CASE WHEN $2 THEN coalesce(banned_at, now()) END, ban_reason = CASE WHEN $2 THEN $3::text END
            WHERE id = $1 RETURNING id)
        INSERT INTO identity.ban_outbox (account_id, is_banned, version) SELECT id, $2, nextval('identity.ban_versions') FROM changed
        ON CONFLICT (account_id) DO UPDATE
        SET is_banned = excluded.is_banned, version = excluded.version, tries = 0, next_try_at = excluded.next_try_at
        RETURNING version
        """;

    private const string TakeDue = """
        WITH due AS (
            SELECT account_id FROM identity.ban_outbox WHERE next_try_at <= now() ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        UPDATE identity.ban_outbox AS row SET tries = tries + 1, next_try_at = now() + interval '1 second' * least(tries + 1, 10)
        FROM due WHERE row.account_id = due.account_id RETURNING row.account_id, row.is_banned, row.version
        """;

    private const string Remove = """
        DELETE FROM identity.ban_outbox AS row USING unnest($1, $2) AS told (account_id, version)
        WHERE row.account_id = told.account_id AND row.version = told.version
        """;

    /// <summary>Bans a user who exists, or lifts the ban. Doing it again changes the reason alone.</summary>
    /// <param name="reason">Null of a ban that is lifted.</param>
    /// <returns>What Keys is to be told; null when the user has been deleted meanwhile: that it was tried is noted.</returns>
    public async Task<AccountBan?> ChangeAsync(Principal actor, Guid userId, string? reason, AdminAct act, CancellationToken cancellationToken)
    {
        var isBanned = reason is not null;
        var version = await audit.WithAsync(actor, act, async connection =>
        {
            await using var changing = new NpgsqlCommand(Change, connection);
            changing.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
            changing.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isBanned });
            changing.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = reason ?? (object)DBNull.Value });
            return (long?)await changing.ExecuteScalarAsync(cancellationToken);
        }, cancellationToken);
        return version is { } known ? new AccountBan(userId, isBanned, known) : null;
    }

    /// <summary>What is due, with its next try put off by a second more each time, at most ten: a process that dies with it leaves it to that.</summary>
    public async Task<IReadOnlyList<AccountBan>> TakeDueAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakeDue);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AccountBan.MaxItems });
        var due = new List<AccountBan>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            due.Add(new AccountBan(row.GetGuid(0), row.GetBoolean(1), row.GetInt64(2)));
        return due;
    }

    /// <summary>Forgets what Keys has; a newer word about the same account stays.</summary>
    public async Task RemoveAsync(IReadOnlyList<AccountBan> told, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Remove);
        command.Parameters.With(told, static ban => ban.AccountId).With(told, static ban => ban.Version);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
