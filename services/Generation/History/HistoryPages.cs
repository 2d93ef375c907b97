using System.Text;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.History;

/// <summary>
/// Reads histories. The account is part of every statement. A page is a stretch of an index, and totals are kept by triggers, so that a history of
/// a million answers like one of ten; a far page costs the entries of the index that lie before it.
/// </summary>
internal sealed class HistoryPages(NpgsqlDataSource database)
{
    /// <summary>A total that has to be counted is counted no further.</summary>
    public const int MaxCounted = SearchText.Most;

    internal const string Own = "image.account_id = @account AND image.deleted_at IS NULL AND image.duration_ms IS NULL";

    // What no index can find is looked for among the newest only: a look through a million would take seconds.
    private const string AmongTheNewest = $"""
         AND image.created_at >= coalesce((
            SELECT image.created_at FROM generation.images AS image WHERE {Own} ORDER BY image.created_at DESC, image.image_id DESC OFFSET @looked - 1 LIMIT 1), '-infinity')
        """;

    internal const string Columns = """
        SELECT image.image_id, image.job_id, image.image, image.name, image.prompt, image.mode, image.media_type, image.storage_key, image.created_at, image.took_ms,
            job.provider, job.model, job.resolution, (job.request ->> 'width')::int, (job.request ->> 'height')::int, (job.request ->> 'session_id')::uuid,
            (SELECT ARRAY[words.text, words.thinking] FROM generation.image_words AS words WHERE words.job_id = image.job_id AND words.image = image.image)
        """;

    public async Task<HistoryPage> ReadAsync(Guid accountId, HistoryQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = query.Search is null ? null : await connection.BeginTransactionAsync(cancellationToken);
        if (transaction is not null)
        {
            await using var planning = new NpgsqlCommand(SearchPlan.Anew, connection);
            await planning.ExecuteNonQueryAsync(cancellationToken);
        }

        query = query with { Guides = await HistoryGuides.ChooseAsync(connection, accountId, query.Search, cancellationToken) };
        var items = await ItemsAsync(connection, Page(accountId, query), query.Limit, cancellationToken);
        var hasMore = items.Count > query.Limit;

        // A last page tells the total by itself; one behind the end does not.
        var total = !hasMore && (items.Count > 0 || query.Offset == 0)
            ? query.Offset + items.Count
            : Math.Max(await TotalAsync(connection, Total(accountId, query), cancellationToken), hasMore ? query.Offset + items.Count : 0);
        return new HistoryPage([.. items.Take(query.Limit)], total, hasMore);
    }

    public async Task<HistoryFigures> FiguresAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        var counts = new NpgsqlBatchCommand("SELECT mode, images, took_ms FROM generation.history_counts WHERE account_id = @account AND images > 0 ORDER BY mode");
        var ends = new NpgsqlBatchCommand($"""
            SELECT (SELECT image.created_at FROM generation.images AS image WHERE {Own} ORDER BY image.created_at, image.image_id LIMIT 1),
                (SELECT image.created_at FROM generation.images AS image WHERE {Own} ORDER BY image.created_at DESC, image.image_id DESC LIMIT 1)
            """);
        foreach (var command in (NpgsqlBatchCommand[])[counts, ends])
        {
            command.Parameters.AddWithValue("account", accountId);
            batch.BatchCommands.Add(command);
        }

        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var (byMode, took) = (new Dictionary<string, long>(StringComparer.Ordinal), 0L);
        while (await row.ReadAsync(cancellationToken))
        {
            byMode[row.GetString(0)] = row.GetInt64(1);
            took += row.GetInt64(2);
        }

        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new HistoryFigures(
            byMode, took, row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0), row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1));
    }

    private static async Task<List<HistoryImage>> ItemsAsync(NpgsqlConnection connection, NpgsqlCommand page, int limit, CancellationToken cancellationToken)
    {
        await using var command = page;
        command.Connection = connection;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<HistoryImage>(limit + 1);
        while (await row.ReadAsync(cancellationToken))
            items.Add(ImageOf(row));
        return items;
    }

    private static async Task<long> TotalAsync(NpgsqlConnection connection, NpgsqlCommand total, CancellationToken cancellationToken)
    {
        await using var command = total;
        command.Connection = connection;
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    internal static HistoryImage ImageOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7), row.GetFieldValue<DateTimeOffset>(8), row.GetInt32(9), row.IsDBNull(10) ? null : row.GetString(10),
        row.IsDBNull(11) ? null : row.GetString(11), row.IsDBNull(12) ? null : row.GetString(12), row.GetInt32(13), row.GetInt32(14))
    {
        SessionId = row.IsDBNull(15) ? null : row.GetGuid(15),
        TextResponse = row.IsDBNull(16) ? null : row.GetFieldValue<string?[]>(16)[0],
        Thinking = row.IsDBNull(16) ? null : row.GetFieldValue<string?[]>(16)[1],
    };

    /// <summary>The page's places first, by the index alone, and only then what is shown of them.</summary>
    internal static NpgsqlCommand Page(Guid accountId, HistoryQuery query)
    {
        var order = query.OldestFirst ? "image.created_at, image.image_id" : "image.created_at DESC, image.image_id DESC";
        var command = new NpgsqlCommand();
        command.CommandText = $"""
            WITH place AS MATERIALIZED (
                SELECT image.job_id, image.image FROM generation.images AS image WHERE {Filter(command, accountId, query)}
                ORDER BY {order} LIMIT @limit OFFSET @offset)
            {Columns}
            FROM place JOIN generation.images AS image ON image.job_id = place.job_id AND image.image = place.image
            JOIN generation.jobs AS job ON job.id = image.job_id
            ORDER BY {order}
            """;
        command.Parameters.AddWithValue("limit", query.Limit + 1);
        command.Parameters.AddWithValue("offset", query.Offset);
        return command;
    }

    internal static NpgsqlCommand Total(Guid accountId, HistoryQuery query)
    {
        var command = new NpgsqlCommand();
        if (query is { Search: null, From: null, To: null })
        {
            command.CommandText = "SELECT coalesce(sum(images), 0)::bigint FROM generation.history_counts WHERE account_id = @account AND mode = coalesce(@mode, mode)";
            command.Parameters.AddWithValue("account", accountId);
            command.Parameters.AddNullable("mode", NpgsqlDbType.Text, query.Mode);
            return command;
        }

        command.CommandText = $"SELECT count(*) FROM (SELECT FROM generation.images AS image WHERE {Filter(command, accountId, query)} LIMIT @most) AS found";
        command.Parameters.AddWithValue("most", MaxCounted);
        return command;
    }

    private static string Filter(NpgsqlCommand command, Guid accountId, HistoryQuery query)
    {
        var filter = new StringBuilder(Own);
        command.Parameters.AddWithValue("account", accountId);
        Add("mode", query.Mode, " AND image.mode = @mode");
        Add("from", query.From, " AND image.created_at >= @from");
        Add("to", query.To, " AND image.created_at <= @to");

        // Appending nothing hides the column from the index, so that only the guides go by it.
        Add("search", query.Search is { } text ? $"%{LikeText.Escape(text)}%" : null, query.Guides.Count > 0 ? " AND (image.prompt || '') ILIKE @search" : " AND image.prompt ILIKE @search");
        for (var i = 0; i < query.Guides.Count; i++)
            Add($"guide{i}", query.Guides[i], $" AND image.prompt ILIKE @guide{i}");
        Add("looked", query.Search is { } rare && !SearchText.IsIndexed(rare) ? MaxCounted : null, AmongTheNewest);
        return filter.ToString();

        void Add(string name, object? value, string condition)
        {
            if (value is null)
                return;
            command.Parameters.AddWithValue(name, value);
            filter.Append(condition);
        }
    }
}
