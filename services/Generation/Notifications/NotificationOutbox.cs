using Npgsql;

namespace NanoBanana.Generation.Notifications;

/// <summary>The statements of the outbox of notifications.</summary>
internal sealed class NotificationOutbox(NpgsqlDataSource database)
{
    // Images are counted here and not when the batch ends: that transaction is a job's. Nothing of an ended batch changes any more.
    private const string TakeDue = """
        WITH due AS (
            SELECT id FROM generation.notification_outbox WHERE next_try_at <= now() AND parked_because IS NULL
            ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED),
        taken AS (
            UPDATE generation.notification_outbox AS message
            SET tries = tries + 1, next_try_at = now() + least(interval '5 minutes', interval '5 seconds' * power(2, least(tries, 10)))
            FROM due WHERE message.id = due.id
            RETURNING message.id, message.account_id, message.event_type, message.subject, message.why, message.batch_id, message.created_at)
        SELECT id, account_id, event_type, subject, why, created_at,
            (SELECT coalesce(sum(job.image_count), 0)::bigint FROM generation.jobs AS job WHERE job.batch_id = taken.batch_id AND job.account_id = taken.account_id),
            (SELECT count(*) FROM generation.jobs AS job JOIN generation.images AS image ON image.job_id = job.id
             WHERE job.batch_id = taken.batch_id AND job.account_id = taken.account_id)
        FROM taken ORDER BY created_at, id
        """;

    /// <summary>What is due, with its next try put off (from 5 seconds, doubling, at most 5 minutes): a process that dies with it leaves it to that.</summary>
    public async Task<IReadOnlyList<PendingNotification>> TakeDueAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakeDue);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var pending = new List<PendingNotification>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            pending.Add(new PendingNotification(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
                row.GetInt64(6), row.GetInt64(7), row.GetFieldValue<DateTimeOffset>(5)));
        }

        return pending;
    }

    /// <summary>Forgets what Identity has, all in one commit.</summary>
    public async Task RemoveAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM generation.notification_outbox WHERE id = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Sets one aside that Identity refuses; an operator decides.</summary>
    public async Task ParkAsync(Guid id, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE generation.notification_outbox SET parked_because = $2 WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
