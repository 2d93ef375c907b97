using System.Text.Json;
using NanoBanana.Identity.Api.Lab;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Notifications;

/// <summary>What of an account's notifications is looked at.</summary>
/// <param name="IsRead">Only these; null for both.</param>
/// <param name="Type">Only this one; null for all.</param>
/// <param name="Limit">1 to <see cref="NotificationPages.MaxLimit"/>.</param>
/// <param name="Offset">0 or more.</param>
internal sealed record NotificationQuery(bool? IsRead, string? Type, int Limit, int Offset);

/// <summary>A page of them with the counts of the same moment.</summary>
/// <param name="Total">All that the query's filters let through.</param>
/// <param name="Unread">All of the account's.</param>
internal sealed record NotificationPage(IReadOnlyList<NotificationView> Items, long Total, long Unread);

/// <summary>Reads pages of notifications, newest first. Counts are looked up, and a page is a stretch of one index.</summary>
internal sealed class NotificationPages(NpgsqlDataSource database)
{
    public const int MaxLimit = 100;

    public async Task<NotificationPage> ReadAsync(Guid accountId, NotificationQuery query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql(query.IsRead is not null, query.Type is not null));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Offset });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = query.IsRead ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = query.Type ?? (object)DBNull.Value });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);

        // One row with the counts alone when there is nothing on the page.
        await row.ReadAsync(cancellationToken);
        var (total, unread) = (row.GetInt64(0), row.GetInt64(1));
        var items = new List<NotificationView>();
        if (row.IsDBNull(2))
            return new NotificationPage(items, total, unread);
        do
            items.Add(View(row));
        while (await row.ReadAsync(cancellationToken));
        return new NotificationPage(items, total, unread);
    }

    /// <summary>The statement for a combination of filters: each has its index, which no condition that might hold could be found by.</summary>
    /// <remarks>
    /// The second limit is a number, so that a page is known to be short when it is decided how its rows are fetched. Nothing is walked
    /// when the offset lies behind the end.
    /// </remarks>
    internal static string Sql(bool byRead, bool byType) => $"""
        SELECT count.matching, count.unread, row.id, row.type, row.title, row.message, row.data::text, row.created_at, row.read_at
        FROM (
            SELECT coalesce(sum(unread), 0)::bigint AS unread,
                coalesce(sum(CASE WHEN $4::boolean IS NULL THEN total WHEN $4 THEN total - unread ELSE unread END)
                    FILTER (WHERE $5::text IS NULL OR type = $5), 0)::bigint AS matching
            FROM identity.notification_counts WHERE account_id = $1) AS count
        LEFT JOIN LATERAL (
            SELECT * FROM (
                SELECT id FROM identity.notifications
                WHERE account_id = $1 AND deleted_at IS NULL {(byRead ? "AND is_read = $4" : "")} {(byType ? "AND type = $5" : "")} AND count.matching > $3
                ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3) AS stretch LIMIT 100) AS page ON true
        LEFT JOIN identity.notifications AS row ON row.id = page.id
        ORDER BY row.created_at DESC, row.id DESC
        """;

    private static NotificationView View(NpgsqlDataReader row) => new(
        row.GetGuid(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5), JsonElement.Parse(row.GetString(6)),
        IsRead: !row.IsDBNull(8), row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(7));
}
