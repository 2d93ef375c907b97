namespace NanoBanana.Generation.Favorites;

internal sealed partial class FavoriteStore
{
    private const string OwnFolder = "(@folder IS NULL OR EXISTS (SELECT FROM generation.favorite_folders WHERE id = @folder AND account_id = @account))";

    private const string Add = $"""
        INSERT INTO generation.favorites (id, account_id, image_id, folder_id, note)
        SELECT gen_random_uuid(), @account, image.image_id, @folder, @note
        FROM generation.images AS image
        WHERE image.image_id = ANY (@ids) AND image.account_id = @account AND image.deleted_at IS NULL AND {OwnFolder}
        ORDER BY image.image_id
        ON CONFLICT (account_id, image_id) DO NOTHING
        RETURNING id
        """;

    private const string Remove = "DELETE FROM generation.favorites WHERE id = ANY (@ids) AND account_id = @account RETURNING id";

    private const string Move = $"""
        UPDATE generation.favorites SET folder_id = @folder WHERE id = ANY (@ids) AND account_id = @account AND {OwnFolder} RETURNING id
        """;

    private const string AddFolder = """
        INSERT INTO generation.favorite_folders (id, account_id, name, description)
        SELECT @id, @account, @name, @description
        WHERE (SELECT count(*) FROM generation.favorite_folders WHERE account_id = @account) < @most
        RETURNING id, name, description, favorites, created_at
        """;

    private const string UpdateFolder = """
        UPDATE generation.favorite_folders SET name = coalesce(@name, name), description = coalesce(@description, description)
        WHERE id = @id AND account_id = @account RETURNING id, name, description, favorites, created_at
        """;
}
