using Npgsql;

namespace NanoBanana.Generation.Chat;

/// <summary>Makes, lists, shows and deletes sessions. The account is part of every statement.</summary>
internal sealed partial class ChatStore(NpgsqlDataSource database)
{
    /// <summary>How many sessions a list shows.</summary>
    public const int MaxListed = 100;

    public async Task<StoredChat> CreateAsync(Guid accountId, string aspectRatio, CancellationToken cancellationToken)
    {
        await using var command = Command(Create, Guid.CreateVersion7(), accountId);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = aspectRatio });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return ChatOf(row);
    }

    /// <summary>Null when the account has no such session.</summary>
    public async Task<StoredChat?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command(Find, id, accountId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? ChatOf(row) : null;
    }

    public async Task<ChatPage> ListAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Count) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = accountId } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(List)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = accountId }, new NpgsqlParameter<int> { TypedValue = MaxListed } },
        });
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var total = row.GetInt64(0);
        await row.NextResultAsync(cancellationToken);
        var sessions = new List<StoredChat>();
        while (await row.ReadAsync(cancellationToken))
            sessions.Add(ChatOf(row));
        return new ChatPage(sessions, total);
    }

    /// <summary>A session with all that was said, oldest first; null when the account has no such session.</summary>
    public async Task<(StoredChat Session, IReadOnlyList<StoredMessage> Messages)?> ReadAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command(Read, id, accountId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var session = ChatOf(row);
        var messages = new List<StoredMessage>(session.MessageCount);

        // One row with the session alone when nothing was said yet.
        do
        {
            if (!row.IsDBNull(5))
                messages.Add(MessageOf(row));
        }
        while (await row.ReadAsync(cancellationToken));
        return (session, messages);
    }

    /// <summary>False when the account has no such session. Its messages and its line go with it; images stay in the history.</summary>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command(Delete, id, accountId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>How many messages a session held when a job's turn was added to it; 0 when it never was, because the session was deleted meanwhile.</summary>
    public async Task<int> CountAtAsync(Guid accountId, Guid sessionId, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = Command(CountAt, sessionId, accountId);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = jobId });
        return await command.ExecuteScalarAsync(cancellationToken) as int? ?? 0;
    }

    private NpgsqlCommand Command(string sql, Guid id, Guid accountId)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return command;
    }

    private static StoredChat ChatOf(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4));

    private static StoredMessage MessageOf(NpgsqlDataReader row) => new(
        row.GetString(5), row.GetString(6), row.GetFieldValue<DateTimeOffset>(7),
        row.IsDBNull(8) ? null : new MessageImage(
            row.GetGuid(8), row.GetInt32(9), row.GetString(10), row.GetString(11), row.GetBoolean(12), row.GetInt32(13), row.GetInt32(14)),
        row.IsDBNull(15) ? null : row.GetString(15));
}
