namespace NanoBanana.Generation.Projects;

/// <remarks>A page is a stretch of one index, and its total is looked up. The second limits are numbers, so that a page is known to be short when it is planned.</remarks>
internal sealed partial class ProjectPages
{
    /// <summary>$1 account, $2 limit, $3 offset.</summary>
    internal const string Page = $"""
        SELECT coalesce((SELECT projects FROM generation.project_counts WHERE account_id = $1), 0), page.*
        FROM (SELECT 1) AS one
        LEFT JOIN (
            SELECT {ProjectStore.Columns} FROM generation.projects WHERE account_id = $1 ORDER BY updated_at DESC, id DESC LIMIT $2 OFFSET $3) AS page ON true
        ORDER BY page.updated_at DESC, page.id DESC
        """;

    private const string Order = "placed.sort_order, placed.added_at DESC, placed.image_id DESC";

    private const string Shown = """
        image.image_id, image.job_id, image.image, image.name, image.prompt, image.media_type, image.storage_key IS NOT NULL, image.created_at,
            placed.note, placed.sort_order, placed.added_at
        """;

    private const string Visible = "SELECT id, images FROM generation.projects WHERE id = $1 AND (is_public OR account_id = $2)";

    // One by one by the key: for a page of a large project the planner would rather read all that lies in projects.
    private const string Placed = """
        LATERAL (SELECT * FROM generation.project_images AS one WHERE one.project_id = $1 AND one.image_id = place.image_id LIMIT 1) AS placed
        """;

    /// <summary>$1 project, $2 account, $3 limit, $4 offset. No row when the account may not see it; one without an image for an empty page.</summary>
    internal const string Images = $"""
        WITH project AS MATERIALIZED ({Visible}),
        place AS MATERIALIZED (
            SELECT * FROM (
                SELECT placed.image_id FROM generation.project_images AS placed WHERE placed.project_id = (SELECT id FROM project)
                ORDER BY {Order} LIMIT $3 OFFSET $4) AS stretch
            LIMIT 500)
        SELECT project.images, {Shown}
        FROM project
        LEFT JOIN place ON true
        LEFT JOIN {Placed} ON true
        LEFT JOIN generation.images AS image ON image.image_id = place.image_id
        ORDER BY {Order}
        """;

    /// <summary>$1 project, $2 account, $3 limit; what lies behind $4 order, $5 time, $6 image. Three comparisons, because the order has two directions.</summary>
    internal const string Behind = $"""
        WITH project AS MATERIALIZED ({Visible}),
        place AS MATERIALIZED (
            SELECT * FROM (
                SELECT placed.image_id FROM generation.project_images AS placed
                WHERE placed.project_id = (SELECT id FROM project) AND placed.sort_order >= $4
                    AND (placed.sort_order > $4 OR (placed.added_at, placed.image_id) < ($5, $6))
                ORDER BY {Order} LIMIT $3) AS stretch
            LIMIT 500)
        SELECT {Shown}
        FROM place
        JOIN {Placed} ON true
        JOIN generation.images AS image ON image.image_id = place.image_id
        ORDER BY {Order}
        """;

    /// <summary>$1 project, $2 account, $3 image.</summary>
    private const string One = $"""
        SELECT {Shown}
        FROM ({Visible}) AS project
        JOIN generation.project_images AS placed ON placed.project_id = project.id AND placed.image_id = $3
        JOIN generation.images AS image ON image.image_id = placed.image_id
        """;
}
