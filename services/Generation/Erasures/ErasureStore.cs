using Npgsql;

namespace NanoBanana.Generation.Erasures;

/// <summary>Which accounts are to be erased, and who is at it.</summary>
internal sealed class ErasureStore(NpgsqlDataSource database)
{
    // In one order, because two processes may bring the same ones at once. The lock comes first and alone: what is noted under it sees all that was added before.
    private const string Lock = """
        SELECT pg_advisory_xact_lock(1, number) FROM (SELECT DISTINCT generation.erasure_lock(id) AS number FROM unnest($1) AS told (id) ORDER BY number) AS ordered
        """;

    private const string Note = "INSERT INTO generation.erasures (account_id) SELECT * FROM unnest($1) ON CONFLICT (account_id) DO NOTHING";

    private const string Take = """
        UPDATE generation.erasures SET next_try_at = now() + $1 WHERE account_id = (
            SELECT account_id FROM generation.erasures WHERE finished_at IS NULL AND next_try_at <= now() ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING account_id
        """;

    private const string PutOff = "UPDATE generation.erasures SET next_try_at = now() + $2 WHERE account_id = $1";

    private const string End = "UPDATE generation.erasures SET finished_at = now() WHERE account_id = $1 AND finished_at IS NULL";

    /// <summary>Once this has returned nothing more is kept of the accounts, and whatever dies, they are erased.</summary>
    public async Task NoteAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var sql in (string[])[Lock, Note])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. accounts] });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>An account that is due, under a lease; null when none is.</summary>
    public async Task<Guid?> TakeAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Take);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Prolongs the lease, or says when to look again.</summary>
    public async Task PutOffAsync(Guid accountId, TimeSpan time, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PutOff);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = time });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task EndAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(End);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
