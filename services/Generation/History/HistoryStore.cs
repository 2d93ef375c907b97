using Npgsql;

namespace NanoBanana.Generation.History;

/// <summary>One image of a history. The account is part of every statement.</summary>
internal sealed class HistoryStore(NpgsqlDataSource database)
{
    // The file's name leads to a few rows; of several of one name the newest is meant.
    private const string Found = """
        SELECT image.job_id, image.image FROM generation.images AS image
        WHERE image.account_id = $1 AND image.deleted_at IS NULL AND image.duration_ms IS NULL
        """;

    private const string ById = " AND image.image_id = $2";
    private const string ByFile = " AND substring(image.name FROM 12) = $2";
    private const string ByName = " AND substring(image.name FROM 12) = substring($2 FROM 12) AND image.name = $2";
    private const string Newest = " ORDER BY image.created_at DESC, image.image_id DESC LIMIT 1";

    /// <param name="accountId">Whose history.</param>
    /// <param name="id">An image's id, its file's name, or its whole name.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Null when the history has none.</returns>
    public async Task<HistoryImage?> FindAsync(Guid accountId, string id, CancellationToken cancellationToken)
    {
        await using var command = Command(accountId, id, found => $"""
            WITH place AS ({found})
            {HistoryPages.Columns}
            FROM place JOIN generation.images AS image ON image.job_id = place.job_id AND image.image = place.image
            JOIN generation.jobs AS job ON job.id = image.job_id
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? HistoryPages.ImageOf(row) : null;
    }

    /// <summary>False when the history has none. Its bytes go a little later: <see cref="DeletedImages"/>.</summary>
    public async Task<bool> DeleteAsync(Guid accountId, string id, CancellationToken cancellationToken)
    {
        await using var command = Command(accountId, id, found => $"""
            WITH place AS ({found})
            UPDATE generation.images AS image SET deleted_at = now(), deleted_key = storage_key, storage_key = NULL FROM place
            WHERE image.job_id = place.job_id AND image.image = place.image AND image.deleted_at IS NULL
            """);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private NpgsqlCommand Command(Guid accountId, string id, Func<string, string> statement)
    {
        var isId = Guid.TryParseExact(id, "D", out var imageId);
        var command = database.CreateCommand(statement(Found + (isId ? ById : id.Contains('/', StringComparison.Ordinal) ? ByName : ByFile) + Newest));
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = isId ? imageId : id });
        return command;
    }
}
