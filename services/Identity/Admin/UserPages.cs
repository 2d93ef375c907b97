using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Admin;

/// <summary>Which users an operator looks at.</summary>
/// <param name="Search">In address, name at the provider and name; null for all.</param>
/// <param name="Tier">Only of this one, by our name; null for all.</param>
internal sealed record UserQuery(string? Search, string? Tier, int Limit, int Offset);

/// <summary>A page of users.</summary>
/// <param name="Total">All that the query lets through; of a search at most <see cref="SearchText.Most"/>.</param>
internal sealed record UserPage(IReadOnlyList<ListedUser> Users, long Total);

/// <summary>
/// Reads pages of users, newest first: a stretch of one index, with totals that triggers keep. A search goes by trigrams, or where they do not help
/// through the newest <see cref="SearchText.Most"/>, and is counted no further than that.
/// </summary>
internal sealed class UserPages(NpgsqlDataSource database)
{
    public const int MaxLimit = 100;

    public async Task<ListedUser?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {ListedUser.Columns} FROM identity.users WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? ListedUser.Read(row, 0) : null;
    }

    public async Task<UserPage> ReadAsync(UserQuery query, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        if (query.Search is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(SearchPlan.Anew));
        var reading = new NpgsqlBatchCommand(Sql(query));
        reading.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit });
        reading.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Offset });
        reading.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = query.Tier ?? (object)DBNull.Value });
        if (query.Search is { } search)
            reading.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SearchText.Pattern(search) });
        batch.BatchCommands.Add(reading);

        var (users, total) = (new List<ListedUser>(), 0L);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt64(0);
            if (!row.IsDBNull(1))
                users.Add(ListedUser.Read(row, 1));
        }

        return new UserPage(users, total);
    }

    /// <summary>Lists are filtered by a copy of the tier; what Billing says now mends it, of all that differ at once.</summary>
    public async Task MendTiersAsync(IReadOnlyCollection<(Guid Id, string Tier)> known, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "UPDATE identity.users AS row SET tier = known.tier FROM unnest($1, $2) AS known (id, tier) WHERE row.id = known.id AND row.tier <> known.tier");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. known.Select(static one => one.Id)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. known.Select(static one => one.Tier)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static string Sql(UserQuery query)
    {
        var tier = query.Tier is null ? "true" : "tier = $3";
        if (query.Search is not { } search)
        {
            return $"""
                SELECT count.users, page.* FROM (SELECT coalesce(sum(users), 0)::bigint AS users FROM identity.user_counts WHERE $3::text IS NULL OR tier = $3) AS count
                LEFT JOIN LATERAL (
                    SELECT {ListedUser.Columns} FROM identity.users WHERE {tier} ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2) AS page ON true
                """;
        }

        // Found once, page and count from the same rows; only the page's are read whole.
        const string Newest = "ORDER BY created_at DESC, id DESC";
        var among = SearchText.IsIndexed(search)
            ? $"SELECT id, created_at FROM identity.users WHERE {tier} AND search_text LIKE $4 {Newest} LIMIT {SearchText.Most}"
            : $"SELECT id, created_at FROM (SELECT id, created_at, search_text FROM identity.users WHERE {tier} {Newest} LIMIT {SearchText.Most}) AS newest WHERE search_text LIKE $4";
        return $"""
            WITH found AS MATERIALIZED ({among})
            SELECT count.users, page.* FROM (SELECT count(*) AS users FROM found) AS count
            LEFT JOIN LATERAL (
                SELECT {ListedUser.Columns} FROM identity.users WHERE id IN (SELECT id FROM found {Newest} LIMIT $1 OFFSET $2) {Newest}) AS page ON true
            """;
    }
}
