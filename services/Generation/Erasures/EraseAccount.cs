using NanoBanana.Generation.Queue;
using Npgsql;

namespace NanoBanana.Generation.Erasures;

/// <summary>
/// Takes away what was kept of one account, and may be repeated from any point. What waits is cancelled first, so that its credits come back and nothing more is sent; what is at a
/// provider ends and is settled before its job is emptied. Jobs, their attempts, states and prices stay: the ledger refers to them.
/// </summary>
internal sealed partial class EraseAccount(NpgsqlDataSource database, ErasureStore store, CancelJobs cancel, EraseUploads uploads, TimeProvider time)
{
    private const int Piece = 500;
    private const int JobPiece = 100;

    /// <summary>Whether nothing is left; false while jobs run or bytes lie in the store, and it is to be called again.</summary>
    public async Task<bool> RunAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var lease = new Lease(accountId, store, time);
        while (await AskAsync(Waiting, accountId, cancellationToken) is { Length: > 0 } waiting)
        {
            await cancel.RunAsync(accountId, waiting, cancellationToken);
            await lease.ProlongAsync(cancellationToken);
        }

        foreach (var sql in Lists)
        {
            while (await ChangeAsync(sql, accountId, cancellationToken) > 0)
                await lease.ProlongAsync(cancellationToken);
        }

        var isQuiet = await EmptyJobsAsync(accountId, lease, cancellationToken);
        if (!await uploads.RunAsync(accountId, cancellationToken) || !isQuiet)
            return false;

        // Nothing of it is alive and nothing new is let in: what the last of its jobs left behind goes now.
        foreach (var sql in (string[])[.. Lists, .. Ends])
        {
            while (await ChangeAsync(sql, accountId, cancellationToken) > 0)
                await lease.ProlongAsync(cancellationToken);
        }

        return await AskAsync(Undeleted, accountId, cancellationToken) is { Length: 0 };
    }

    /// <summary>Walks along the account's jobs and empties those that have ended. False when one has not; the next walk begins before it.</summary>
    private async Task<bool> EmptyJobsAsync(Guid accountId, Lease lease, CancellationToken cancellationToken)
    {
        var isQuiet = true;
        for (var count = JobPiece; count == JobPiece;)
        {
            Guid[] alive;
            await using (var command = database.CreateCommand(isQuiet ? EmptyAndNote : Empty))
            {
                command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = JobPiece });
                if (!isQuiet)
                    lease.Bind(command.Parameters);
                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                await row.ReadAsync(cancellationToken);
                count = row.GetInt32(0);
                alive = row.GetFieldValue<Guid[]>(1);
                isQuiet = isQuiet && !row.GetBoolean(2);
                if (count > 0)
                    lease.Reach(row.GetFieldValue<DateTimeOffset>(3), row.GetGuid(4));
            }

            await cancel.RunAsync(accountId, alive, cancellationToken);
            await lease.ProlongAsync(cancellationToken);
        }

        return isQuiet;
    }

    private async Task<int> ChangeAsync(string sql, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<Guid[]> AskAsync(string sql, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = JobPiece });
        return (Guid[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The lease of this run, and how far it has walked.</summary>
    private sealed class Lease(Guid accountId, ErasureStore store, TimeProvider time)
    {
        private long _since = time.GetTimestamp();
        private DateTimeOffset _at;
        private Guid _id;

        public void Reach(DateTimeOffset at, Guid id) => (_at, _id) = (at, id);

        public void Bind(NpgsqlParameterCollection parameters)
        {
            parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = _at });
            parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _id });
        }

        public async Task ProlongAsync(CancellationToken cancellationToken)
        {
            if (time.GetElapsedTime(_since) < AccountEraser.Lease / 3)
                return;
            await store.PutOffAsync(accountId, AccountEraser.Lease, cancellationToken);
            _since = time.GetTimestamp();
        }
    }
}
