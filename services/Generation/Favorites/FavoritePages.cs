using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Favorites;

/// <summary>One favourite with what is shown of its image.</summary>
internal sealed record FavoriteImage(
    Guid Id, Guid ImageId, Guid JobId, int Image, string Name, string Prompt, string MediaType, bool IsKept, DateTimeOffset ImageCreatedAt, Guid? FolderId, string? FolderName,
    string? Note, DateTimeOffset CreatedAt);

/// <param name="Total">Of all in the folder, or of all.</param>
internal sealed record FavoritePage(IReadOnlyList<FavoriteImage> Items, long Total, bool HasMore);

/// <summary>Reads favourites. The account is part of every statement; a page is a stretch of an index and totals are kept by triggers.</summary>
internal sealed class FavoritePages(NpgsqlDataSource database)
{
    private const string Columns = """
        SELECT favorite.id, image.image_id, image.job_id, image.image, image.name, image.prompt, image.media_type, image.storage_key IS NOT NULL, image.created_at,
            favorite.folder_id, folder.name, favorite.note, favorite.created_at
        """;

    private const string Joins = """
        JOIN generation.images AS image ON image.image_id = favorite.image_id
        LEFT JOIN generation.favorite_folders AS folder ON folder.id = favorite.folder_id
        """;

    // The second limit is a number, so that a page is known to be short when it is planned: a join with all images would take a second.
    internal const string Page = $"""
        WITH favorite AS MATERIALIZED (
            SELECT * FROM (
                SELECT * FROM generation.favorites WHERE account_id = @account ORDER BY created_at DESC, id DESC LIMIT @limit OFFSET @offset) AS stretch
            LIMIT 101)
        {Columns} FROM favorite {Joins} ORDER BY favorite.created_at DESC, favorite.id DESC
        """;

    private const string PageOfFolder = $"""
        WITH favorite AS MATERIALIZED (
            SELECT * FROM (
                SELECT * FROM generation.favorites WHERE folder_id = @folder AND account_id = @account ORDER BY created_at DESC, id DESC LIMIT @limit OFFSET @offset) AS stretch
            LIMIT 101)
        {Columns} FROM favorite {Joins} ORDER BY favorite.created_at DESC, favorite.id DESC
        """;

    private const string Total = """
        SELECT CASE WHEN @folder IS NULL THEN (SELECT favorites FROM generation.favorite_counts WHERE account_id = @account)
            ELSE (SELECT favorites FROM generation.favorite_folders WHERE id = @folder AND account_id = @account) END
        """;

    private const string One = $"{Columns} FROM generation.favorites AS favorite {Joins} WHERE favorite.id = @id AND favorite.account_id = @account";

    /// <summary>Newest first. A folder that is not the account's is empty.</summary>
    public async Task<FavoritePage> ReadAsync(Guid accountId, Guid? folder, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var sql in (string[])[folder is null ? Page : PageOfFolder, Total])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddWithValue("account", accountId);
            command.Parameters.AddNullable("folder", NpgsqlDbType.Uuid, folder);
            command.Parameters.AddWithValue("limit", limit + 1);
            command.Parameters.AddWithValue("offset", offset);
            batch.BatchCommands.Add(command);
        }

        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var items = new List<FavoriteImage>(limit + 1);
        while (await row.ReadAsync(cancellationToken))
            items.Add(ImageOf(row));
        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new FavoritePage([.. items.Take(limit)], row.IsDBNull(0) ? 0 : row.GetInt64(0), items.Count > limit);
    }

    /// <summary>Null when the account has no such favourite.</summary>
    public async Task<FavoriteImage?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(One);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("account", accountId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? ImageOf(row) : null;
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<FavoriteFolder>> FoldersAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id, name, description, favorites, created_at FROM generation.favorite_folders WHERE account_id = $1 ORDER BY name, id");
        command.Parameters.Add(new() { Value = accountId });
        var folders = new List<FavoriteFolder>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            folders.Add(FolderOf(row));
        return folders;
    }

    /// <summary>Whether the account has such an image, and whether it has such a folder (which null always is).</summary>
    public async Task<(bool HasImage, bool HasFolder)> KnowsAsync(Guid accountId, Guid imageId, Guid? folder, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT EXISTS (SELECT FROM generation.images WHERE image_id = @image AND account_id = @account AND deleted_at IS NULL),
                @folder IS NULL OR EXISTS (SELECT FROM generation.favorite_folders WHERE id = @folder AND account_id = @account)
            """);
        command.Parameters.AddWithValue("image", imageId);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddNullable("folder", NpgsqlDbType.Uuid, folder);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetBoolean(0), row.GetBoolean(1));
    }

    internal static FavoriteFolder FolderOf(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Name = row.GetString(1),
        Description = row.IsDBNull(2) ? null : row.GetString(2),
        Favorites = row.GetInt64(3),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(4),
    };

    private static FavoriteImage ImageOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetInt32(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetBoolean(7),
        row.GetFieldValue<DateTimeOffset>(8), row.IsDBNull(9) ? null : row.GetGuid(9), row.IsDBNull(10) ? null : row.GetString(10),
        row.IsDBNull(11) ? null : row.GetString(11), row.GetFieldValue<DateTimeOffset>(12));
}
