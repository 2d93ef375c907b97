using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Reads accounts' logs. Numbers are dense, and head and events are written in one transaction, so that within one statement's snapshot a
/// missing number after the cursor can only mean that it was swept.
/// </summary>
internal sealed class EventLog(NpgsqlDataSource database)
{
    /// <summary>Rows that one page looks at: a filter that fits hardly anything moves the cursor instead of reading the whole log.</summary>
    internal const int MaxScanned = 5_000;

    internal const string Read = """
        SELECT account.last_event, EXISTS (SELECT FROM generation.events WHERE account_id = $1 AND sequence = $2 + 1),
            logged.sequence, logged.id, logged.type, logged.job_id, logged.batch_id, logged.data, logged.created_at
        FROM generation.accounts AS account LEFT JOIN LATERAL (
            SELECT * FROM generation.events
            WHERE account_id = $1 AND sequence > $2 AND sequence <= $3 AND ($4 IS NULL OR type = ANY ($4))
            ORDER BY sequence LIMIT $5) AS logged ON true
        WHERE account.account_id = $1
        ORDER BY logged.sequence
        """;

    private const string Oldest = """
        SELECT coalesce((SELECT sequence FROM generation.events WHERE account_id = $1 ORDER BY sequence LIMIT 1), last_event + 1)
        FROM generation.accounts WHERE account_id = $1
        """;

    private const string Head = "SELECT last_event FROM generation.accounts WHERE account_id = $1";

    /// <param name="accountId">Whose log.</param>
    /// <param name="after">The cursor; 0 begins with the oldest that is kept.</param>
    /// <param name="types">Null for all.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="cancellationToken">The reader's.</param>
    public async Task<EventPage> ReadAsync(Guid accountId, long after, string[]? types, int limit, CancellationToken cancellationToken)
    {
        var (page, isKept) = await ReadPageAsync(accountId, after, types, limit, cancellationToken);
        if (isKept || after >= page.Head)
            return page;
        var oldest = await ScalarAsync(Oldest, accountId, cancellationToken);
        return after > 0
            ? page with { Items = [], Next = after, ExpiredBefore = oldest }
            : (await ReadPageAsync(accountId, oldest - 1, types, limit, cancellationToken)).Page;
    }

    /// <summary>The number of the newest event, 0 before the first.</summary>
    public Task<long> HeadAsync(Guid accountId, CancellationToken cancellationToken) => ScalarAsync(Head, accountId, cancellationToken);

    private async Task<(EventPage Page, bool IsKept)> ReadPageAsync(Guid accountId, long after, string[]? types, int limit, CancellationToken cancellationToken)
    {
        var upTo = after + MaxScanned;
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = upTo });
        command.Parameters.Add(new() { Value = types ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit });
        var items = new List<LoggedEvent>();
        var (head, isKept) = (0L, false);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            (head, isKept) = (row.GetInt64(0), row.GetBoolean(1));
            if (!await row.IsDBNullAsync(2, cancellationToken))
                items.Add(EventOf(accountId, row));
        }

        return (new EventPage(items, items.Count == limit ? items[^1].Sequence : Math.Max(after, Math.Min(upTo, head)), head), isKept);
    }

    private static LoggedEvent EventOf(Guid accountId, NpgsqlDataReader row) => new()
    {
        AccountId = accountId,
        Sequence = row.GetInt64(2),
        Id = row.GetGuid(3),
        Type = row.GetString(4),
        JobId = row.IsDBNull(5) ? null : row.GetGuid(5),
        BatchId = row.IsDBNull(6) ? null : row.GetInt64(6),
        Data = row.GetString(7),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(8),
    };

    private async Task<long> ScalarAsync(string sql, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = accountId });
        return await command.ExecuteScalarAsync(cancellationToken) is long number ? number : 0;
    }
}
