using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Erasures;

/// <summary>The statements of deletions.</summary>
internal sealed class ErasureStore(NpgsqlDataSource database)
{
    private const int MaxDue = 100;

    /// <summary>
    /// What always holds: an account is either there with all that identifies its owner, or gone with a row for each service that is still to be told. One statement, and so one
    /// transaction. Exactly the password that was checked is deleted with: whoever changed it meanwhile is not deleted by who knew the old one.
    /// </summary>
    private const string Delete = """
        WITH gone AS (
            DELETE FROM identity.users WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2 RETURNING id),
        kept AS (INSERT INTO identity.deleted_accounts (account_id) SELECT id FROM gone),
        unbanned AS (DELETE FROM identity.ban_outbox USING gone WHERE account_id = gone.id),
        exported AS (DELETE FROM identity.account_exports USING gone WHERE account_id = gone.id),
        told AS (INSERT INTO identity.erasure_outbox (account_id, service) SELECT gone.id, service FROM gone, unnest($3) AS service)
        SELECT count(*) FROM gone
        """;

    private const string IsDeleted = "SELECT EXISTS (SELECT FROM identity.deleted_accounts WHERE account_id = $1)";

    // Once a minute in the end: of an account whose film is still at a provider Billing is asked for as long as that takes.
    private const string TakeDue = """
        WITH due AS (
            SELECT account_id, service FROM identity.erasure_outbox WHERE next_try_at <= now() ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        UPDATE identity.erasure_outbox AS row SET tries = tries + 1, next_try_at = now() + interval '1 second' * least(tries + 1, 60)
        FROM due WHERE row.account_id = due.account_id AND row.service = due.service RETURNING row.account_id, row.service
        """;

    private const string Remove = """
        DELETE FROM identity.erasure_outbox AS row USING unnest($1, $2) AS told (account_id, service)
        WHERE row.account_id = told.account_id AND row.service = told.service
        """;

    // Those that their owner deleted are empty by now, and go when their days are over.
    private const string Notifications = """
        DELETE FROM identity.notifications WHERE id IN (SELECT id FROM identity.notifications WHERE account_id = $1 AND deleted_at IS NULL LIMIT $2)
        """;

    private const string Counts = """
        DELETE FROM identity.notification_counts WHERE (account_id, type) IN (SELECT account_id, type FROM identity.notification_counts WHERE account_id = $1 LIMIT $2)
        """;

    private const int Piece = 1_000;

    /// <summary>True when the account is gone, also when it was before: a repetition after a lost answer finds it done.</summary>
    public async Task<bool> DeleteAsync(Guid accountId, string? passwordHash, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = passwordHash ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ErasureTargets.All });
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! > 0)
            return true;
        await using var asking = database.CreateCommand(IsDeleted);
        asking.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return (bool)(await asking.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<IReadOnlyList<DueErasure>> TakeDueAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakeDue);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxDue });
        var due = new List<DueErasure>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            due.Add(new DueErasure(row.GetGuid(0), row.GetString(1)));
        return due;
    }

    public async Task RemoveAsync(IReadOnlyList<DueErasure> told, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Remove);
        command.Parameters.With(told, static row => row.AccountId).With(told, static row => row.Service);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes what this service kept beside the account itself, in bounded statements.</summary>
    public async Task EraseOwnAsync(Guid accountId, CancellationToken cancellationToken)
    {
        foreach (var sql in (string[])[Notifications, Counts])
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
            while (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
            {
            }
        }
    }
}
