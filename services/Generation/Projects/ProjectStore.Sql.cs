namespace NanoBanana.Generation.Projects;

internal sealed partial class ProjectStore
{
    internal const string Columns =
        "id, name, description, default_aspect_ratio, default_resolution, default_provider, is_public, cover_url, images, created_at, updated_at";

    // Whoever may not see it finds nothing, as if it were not there.
    private const string Find = $"SELECT {Columns} FROM generation.projects WHERE id = $1 AND (is_public OR account_id = $2)";

    private const string FindOwnLocked = $"SELECT {Columns} FROM generation.projects WHERE id = $1 AND account_id = $2 FOR NO KEY UPDATE";

    private const string Create = $"""
        INSERT INTO generation.projects
            (id, account_id, name, description, default_aspect_ratio, default_resolution, default_provider, is_public, cover_url, search_text)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        RETURNING {Columns}
        """;

    private const string Update = $"""
        UPDATE generation.projects SET name = $3, description = $4, default_aspect_ratio = $5, default_resolution = $6, default_provider = $7,
            is_public = $8, cover_url = $9, search_text = $10, updated_at = clock_timestamp()
        WHERE id = $1 AND account_id = $2
        RETURNING {Columns}
        """;

    private const string Delete = "DELETE FROM generation.projects WHERE id = $1 AND account_id = $2";

    // Adding takes its locks in the order of count_projects.sql. What is deleted at the same time is either gone by then, or leaves the project again.
    private const string LockImages = """
        SELECT image_id FROM generation.images
        WHERE image_id = ANY ($3) AND account_id = $2 AND deleted_at IS NULL AND duration_ms IS NULL ORDER BY image_id FOR SHARE
        """;

    private const string LockProject = "SELECT id FROM generation.projects WHERE id = $1 AND account_id = $2 FOR NO KEY UPDATE";

    // In the order given, the first as the newest, so that it is shown first.
    private const string Add = """
        INSERT INTO generation.project_images (project_id, image_id, note, sort_order, added_at)
        SELECT project.id, image.image_id, $4, $5, started.at - sent.place * interval '1 microsecond'
        FROM (SELECT clock_timestamp() AS at) AS started, generation.projects AS project,
            unnest($3) WITH ORDINALITY AS sent (id, place) JOIN generation.images AS image ON image.image_id = sent.id
        WHERE project.id = $1 AND project.account_id = $2 AND image.account_id = $2 AND image.deleted_at IS NULL AND image.duration_ms IS NULL
        ON CONFLICT (project_id, image_id) DO NOTHING
        RETURNING image_id
        """;

    private const string Remove = """
        WITH project AS MATERIALIZED (SELECT id FROM generation.projects WHERE id = $1 AND account_id = $2 FOR NO KEY UPDATE),
        gone AS (
            DELETE FROM generation.project_images AS placed USING project
            WHERE placed.project_id = project.id AND placed.image_id = $3 RETURNING placed.image_id)
        SELECT (SELECT count(*) FROM project), (SELECT count(*) FROM gone)
        """;
}
