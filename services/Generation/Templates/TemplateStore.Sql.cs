namespace NanoBanana.Generation.Templates;

internal sealed partial class TemplateStore
{
    private const string Columns =
        "id, account_id, name, description, prompt_template, variables, default_settings, category, tags, is_public, use_count, created_at, updated_at";

    // Whoever may not see it finds nothing, as if it were not there.
    private const string Find = $"SELECT {Columns} FROM generation.templates WHERE id = $1 AND (is_public OR account_id = $2)";

    private const string FindOwnLocked = $"SELECT {Columns} FROM generation.templates WHERE id = $1 AND account_id = $2 FOR UPDATE";

    private const string Create = $"""
        INSERT INTO generation.templates
            (id, account_id, name, description, prompt_template, variables, default_settings, category, tags, is_public, search_text)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        RETURNING {Columns}
        """;

    private const string Update = $"""
        UPDATE generation.templates SET name = $3, description = $4, prompt_template = $5, variables = $6, default_settings = $7, category = $8,
            tags = $9, is_public = $10, search_text = $11, updated_at = now()
        WHERE id = $1 AND account_id = $2
        RETURNING {Columns}
        """;

    private const string Delete = "DELETE FROM generation.templates WHERE id = $1 AND account_id = $2";

    // The database adds, so that none of two uses at once is lost.
    private const string Use = "UPDATE generation.templates SET use_count = use_count + 1 WHERE id = $1 AND (is_public OR account_id = $2)";
}
