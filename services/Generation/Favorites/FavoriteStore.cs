using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Favorites;

/// <summary>The writes of favourites, each one statement. The account is part of every one, also where only an image or a folder is named.</summary>
internal sealed partial class FavoriteStore(NpgsqlDataSource database)
{
    /// <summary>As many folders as one account may have: they are listed all at once.</summary>
    public const int MaxFolders = 1_000;

    /// <summary>Adds those of the images that the account has and has not added yet; a folder that is not the account's takes none.</summary>
    /// <returns>The ids of the favourites.</returns>
    public Task<IReadOnlyList<Guid>> AddAsync(Guid accountId, IReadOnlyCollection<Guid> images, Guid? folder, string? note, CancellationToken cancellationToken) =>
        IdsAsync(Add, accountId, images, cancellationToken, ("folder", NpgsqlDbType.Uuid, folder), ("note", NpgsqlDbType.Text, note));

    /// <summary>The ids of those that were there.</summary>
    public Task<IReadOnlyList<Guid>> RemoveAsync(Guid accountId, IReadOnlyCollection<Guid> favorites, CancellationToken cancellationToken) =>
        IdsAsync(Remove, accountId, favorites, cancellationToken);

    /// <summary>Null takes them out of their folders. The ids of those that were there.</summary>
    public Task<IReadOnlyList<Guid>> MoveAsync(Guid accountId, IReadOnlyCollection<Guid> favorites, Guid? folder, CancellationToken cancellationToken) =>
        IdsAsync(Move, accountId, favorites, cancellationToken, ("folder", NpgsqlDbType.Uuid, folder));

    /// <summary>Null when the account has as many as it may; some that come at once may all find room for the last.</summary>
    public async Task<FavoriteFolder?> AddFolderAsync(Guid accountId, string name, string? description, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(AddFolder);
        command.Parameters.AddWithValue("id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddNullable("description", NpgsqlDbType.Text, description);
        command.Parameters.AddWithValue("most", MaxFolders);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? FavoritePages.FolderOf(row) : null;
    }

    /// <summary>Changes what is not null; null when the account has no such folder.</summary>
    public async Task<FavoriteFolder?> UpdateFolderAsync(Guid accountId, Guid id, string? name, string? description, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(UpdateFolder);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddNullable("name", NpgsqlDbType.Text, name);
        command.Parameters.AddNullable("description", NpgsqlDbType.Text, description);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? FavoritePages.FolderOf(row) : null;
    }

    /// <summary>Its favourites stay, in no folder. False when the account has no such folder.</summary>
    public async Task<bool> DeleteFolderAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM generation.favorite_folders WHERE id = @id AND account_id = @account");
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("account", accountId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private async Task<IReadOnlyList<Guid>> IdsAsync(
        string sql, Guid accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken, params (string Name, NpgsqlDbType Type, object? Value)[] others)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("ids", ids.Distinct().ToArray());
        foreach (var (name, type, value) in others)
            command.Parameters.AddNullable(name, type, value);
        var found = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            found.Add(row.GetGuid(0));
        return found;
    }
}
