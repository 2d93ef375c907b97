using System.Text.Json.Nodes;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Accounts;

namespace NanoBanana.Generation.Internal;

/// <summary>What an account has made and set. Secrets of webhooks, keys of the store and what runs inside are no part of it.</summary>
internal static class ExportAccount
{
    private const string Generations = "generations";

    // Where an image lies is said by its address, which is made outside of the database.
    private const string Images = """
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', image.image_id, 'job_id', image.job_id, 'image', image.image, 'name', image.name, 'media_type', image.media_type,
            'width', image.width, 'height', image.height, 'duration_ms', image.duration_ms, 'bytes', image.byte_count, 'sha256', encode(image.sha256, 'hex'),
            'is_kept', image.storage_key IS NOT NULL) ORDER BY image.image), '[]')
         FROM generation.images AS image WHERE image.job_id = job.id AND image.deleted_at IS NULL) AS images
        """;

    private const string Messages = """
        (SELECT coalesce(jsonb_agg(jsonb_build_object('role', message.role, 'content', message.content, 'job_id', message.job_id, 'created_at', message.created_at)
            ORDER BY message.position), '[]')
         FROM generation.chat_messages AS message WHERE message.session_id = session.id) AS messages
        """;

    private static readonly (string, string)[] ByDate = [("created_at", "timestamptz"), ("id", "uuid")];

    public static IReadOnlyList<ExportSection> Sections { get; } =
    [
        new("settings", "preferences, providers, updated_at", "generation.account_settings WHERE account_id = $1", ("account_id", "uuid")),
        new(Generations, $"""
            job.id, job.kind, job.state, job.batch_id, job.batch_item, job.request - 'inputs' - 'callback' AS request, job.provider, job.model, job.resolution, job.warnings,
            job.error_code, job.held_credits, job.charged_credits, job.key_id, job.created_at, job.finished_at, {Images}
            """,
            "generation.jobs AS job WHERE job.account_id = $1 AND job.image_count > 0", ("job.created_at", "timestamptz"), ("job.id", "uuid")) { Piece = 100 },
        new("batches", "id, total, succeeded, failed, cancelled, created_at, started_at, finished_at", "generation.batches WHERE account_id = $1",
            ("created_at", "timestamptz"), ("id", "bigint")),
        new("uploads", "id, media_type, width, height, length AS bytes, created_at", "generation.inputs WHERE account_id = $1", ByDate),
        new("chats", $"session.id, session.aspect_ratio, session.created_at, session.last_activity, {Messages}", "generation.chat_sessions AS session WHERE session.account_id = $1",
            ("session.last_activity", "timestamptz"), ("session.id", "uuid")) { Piece = 20 },
        new("projects", "id, name, description, default_aspect_ratio, default_resolution, default_provider, is_public, cover_url, images, created_at, updated_at",
            "generation.projects WHERE account_id = $1", ("updated_at", "timestamptz"), ("id", "uuid")),
        new("project_images", "placed.project_id, placed.image_id, placed.note, placed.sort_order, placed.added_at",
            "generation.projects AS project JOIN generation.project_images AS placed ON placed.project_id = project.id WHERE project.account_id = $1",
            ("placed.project_id", "uuid"), ("placed.image_id", "uuid")),
        new("favorite_folders", "id, name, description, favorites, created_at", "generation.favorite_folders WHERE account_id = $1", ("name", "text"), ("id", "uuid")),
        new("favorites", "id, image_id, folder_id, note, created_at", "generation.favorites WHERE account_id = $1", ByDate),
        new("templates", "id, name, description, prompt_template, variables, default_settings, category, tags, is_public, use_count, created_at, updated_at",
            "generation.templates WHERE account_id = $1", ByDate),
        new("prompts", "id, text, description, tags, style, language, is_favorite, created_at", "generation.prompts WHERE owner = $1", ByDate),
        new("library_favorites", "prompt_id, is_favorite", "generation.prompt_favorites WHERE owner = $1", ("prompt_id", "text")),
        new("file_names", "project_id, name, job_id", "generation.file_names WHERE account_id = $1", ("project_id", "text"), ("name", "text")),
        new("webhooks", "id, url, types, is_enabled, disabled_reason, source, created_at", "generation.webhook_endpoints WHERE account_id = $1 AND only_job_id IS NULL", ("id", "uuid")),
        new("blocked_prompts", "at, family, mode, level, check_name, category, excerpt", "generation.moderation_log WHERE account_id = $1", ("id", "bigint")),
    ];

    public static Task HandleAsync(Guid accountId, AccountExport export, ImageLinks links, HttpContext http)
    {
        var origin = links.OriginOf(http.Request);
        return export.RespondAsync(http, accountId, (section, row) => section == Generations ? WithLinks(row, links, origin) : row);
    }

    private static string WithLinks(string row, ImageLinks links, string origin)
    {
        var job = JsonNode.Parse(row)!;
        foreach (var image in job["images"]!.AsArray().Where(static image => (bool)image!["is_kept"]!))
            image!["url"] = links.UrlOf((Guid)image["job_id"]!, (int)image["image"]!, (string)image["media_type"]!, origin);
        return job.ToJsonString();
    }
}
