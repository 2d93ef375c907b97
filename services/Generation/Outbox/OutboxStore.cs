using Npgsql;

namespace NanoBanana.Generation.Outbox;

/// <summary>One message as the dispatcher needs it.</summary>
internal sealed record PendingMessage(long Id, Guid JobId, string Kind, string Payload)
{
    /// <summary>Of the call that ordered the job; null while the job's own span is the current one.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>The statements of the outbox.</summary>
internal sealed class OutboxStore(NpgsqlDataSource database)
{
    /// <summary>Messages whose first delivery did not get through, with their next try put off (doubling, at most 5 minutes).</summary>
    public async Task<IReadOnlyList<PendingMessage>> TakeDueAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH due AS (
                SELECT id FROM generation.outbox WHERE next_try_at <= now() AND parked_because IS NULL
                ORDER BY next_try_at LIMIT @limit FOR UPDATE SKIP LOCKED)
            UPDATE generation.outbox AS message
            SET tries = tries + 1, next_try_at = now() + least(interval '5 minutes', interval '5 seconds' * power(2, least(tries, 10)))
            FROM due WHERE message.id = due.id
            RETURNING message.id, message.job_id, message.kind, message.payload::text,
                (SELECT job.trace_parent FROM generation.jobs AS job WHERE job.id = message.job_id)
            """);
        command.Parameters.AddWithValue("limit", limit);
        var messages = new List<PendingMessage>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(new PendingMessage(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3))
            {
                TraceParent = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
            });
        }

        return messages;
    }

    /// <summary>Forgets acknowledged messages, many at a time: one commit for all of them.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM generation.outbox WHERE id = ANY (@ids)");
        command.Parameters.AddWithValue("ids", ids.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Sets a message aside that Billing contradicts; an operator decides.</summary>
    public async Task ParkAsync(long id, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE generation.outbox SET parked_because = @reason WHERE id = @id");
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("reason", reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
