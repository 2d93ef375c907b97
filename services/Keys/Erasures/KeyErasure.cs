using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Redis;
using Npgsql;

namespace NanoBanana.Keys.Erasures;

/// <summary>
/// Revokes all keys of deleted accounts, whichever door they came through, and takes their names. What stays of a key is that it was there: its hash, by which it is known
/// and refused, and its id, which usage is counted by. Keys of an operator's projects are the installation's own and belong to no user.
/// </summary>
internal sealed class KeyErasure(NpgsqlDataSource database, InvalidationPublisher invalidations)
{
    private const int Piece = 1_000;

    // In the order of the ids, because two processes may bring the same ones at once. The lock comes first: what is committed under it sees all keys that were made before.
    private const string Lock = """
        SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0)) FROM (SELECT id FROM unnest($1) AS told (id) ORDER BY id) AS ordered
        """;

    private const string Note = "INSERT INTO keys.erased_accounts (account_id) SELECT * FROM unnest($1) ON CONFLICT (account_id) DO NOTHING";

    private const string Revoke = """
        UPDATE keys.api_keys AS key SET revoked_at = coalesce(key.revoked_at, now()), name = ''
        FROM (SELECT id FROM keys.api_keys WHERE account_id = ANY ($1) AND (revoked_at IS NULL OR name <> '') ORDER BY id LIMIT $2 FOR UPDATE) AS due
        WHERE key.id = due.id
        """;

    public async Task EraseAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken)
    {
        await NoteAsync([.. accounts], cancellationToken);
        await using var command = database.CreateCommand(Revoke);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. accounts] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
        while (await command.ExecuteNonQueryAsync(cancellationToken) == Piece)
        {
        }

        // What was known already is announced again: the first word may be lost.
        await Task.WhenAll(accounts.Select(account => invalidations.PublishAsync(Invalidation.Account(account))));
    }

    private async Task NoteAsync(Guid[] accounts, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var sql in (string[])[Lock, Note])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = accounts });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
