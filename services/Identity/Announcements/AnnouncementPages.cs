using Npgsql;

namespace NanoBanana.Identity.Announcements;

/// <summary>A page of announcements.</summary>
/// <param name="Total">All that the filter lets through, at most <see cref="AnnouncementPages.MostCounted"/>.</param>
internal sealed record AnnouncementPage(IReadOnlyList<ListedAnnouncement> Announcements, long Total);

/// <summary>Reads announcements, newest first: a page is a stretch of one index, and nothing is counted further than people turn pages.</summary>
internal sealed class AnnouncementPages(NpgsqlDataSource database)
{
    public const int MaxLimit = 100;
    public const int MostCounted = 10_000;

    public async Task<ListedAnnouncement?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"SELECT {ListedAnnouncement.Columns} FROM identity.announcements WHERE id = $1 AND broadcast_type IS NULL");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? ListedAnnouncement.Read(row, 0) : null;
    }

    /// <param name="isActive">Only these; null for both.</param>
    public async Task<AnnouncementPage> ReadAsync(bool? isActive, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql(isActive));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = offset });
        var (announcements, total) = (new List<ListedAnnouncement>(), 0L);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt64(0);
            if (!row.IsDBNull(1))
                announcements.Add(ListedAnnouncement.Read(row, 1));
        }

        return new AnnouncementPage(announcements, total);
    }

    internal static string Sql(bool? isActive)
    {
        var which = isActive switch
        {
            null => "broadcast_type IS NULL",
            true => $"broadcast_type IS NULL AND {ListedAnnouncement.Active}",
            false => $"broadcast_type IS NULL AND NOT ({ListedAnnouncement.Active})",
        };
        return $"""
            SELECT count.listed, page.*
            FROM (SELECT count(*) AS listed FROM (SELECT FROM identity.announcements WHERE {which} LIMIT {MostCounted}) AS counted) AS count
            LEFT JOIN LATERAL (
                SELECT {ListedAnnouncement.Columns} FROM identity.announcements WHERE {which} ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2) AS page ON true
            """;
    }
}
