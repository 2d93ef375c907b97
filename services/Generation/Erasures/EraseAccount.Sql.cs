namespace NanoBanana.Generation.Erasures;

/// <remarks>$1 is the account, $2 how many rows a statement changes. Each finds its rows by an index, and is called until it changes none.</remarks>
internal sealed partial class EraseAccount
{
    /// <summary>What waits and was not cancelled yet. What left an order at a provider is only marked, and so asked for once.</summary>
    private const string Waiting = """
        SELECT coalesce(array_agg(id), '{}') FROM (
            SELECT id FROM generation.jobs WHERE account_id = $1 AND state = 'queued' AND cancel_requested_at IS NULL ORDER BY id LIMIT $2) AS waiting
        """;

    /// <summary>Images whose bytes the sweep of deleted ones has not removed yet.</summary>
    private const string Undeleted = """
        SELECT coalesce(array_agg(job_id), '{}') FROM (SELECT job_id FROM generation.images WHERE deleted_key IS NOT NULL AND account_id = $1 LIMIT $2) AS undeleted
        """;

    // A webhook is silenced before its deliveries go: from then on no event writes another.
    private const string SilenceWebhooks = """
        UPDATE generation.webhook_endpoints SET is_enabled = false, disabled_reason = 'owner'
        WHERE id IN (SELECT id FROM generation.webhook_endpoints WHERE account_id = $1 AND only_job_id IS NULL AND is_enabled LIMIT $2)
        """;

    private const string Deliveries = """
        DELETE FROM generation.webhook_deliveries WHERE id IN (
            SELECT delivery.id FROM generation.webhook_endpoints AS endpoint JOIN generation.webhook_deliveries AS delivery ON delivery.endpoint_id = endpoint.id
            WHERE endpoint.account_id = $1 AND endpoint.only_job_id IS NULL LIMIT $2)
        """;

    // A session has up to 200 messages, which go with it.
    private const string Chats = """
        DELETE FROM generation.chat_sessions WHERE id IN (SELECT id FROM generation.chat_sessions WHERE account_id = $1 LIMIT least($2, 20))
        """;

    private const string ProjectImages = """
        DELETE FROM generation.project_images WHERE (project_id, image_id) IN (
            SELECT placed.project_id, placed.image_id FROM generation.projects AS project JOIN generation.project_images AS placed ON placed.project_id = project.id
            WHERE project.account_id = $1 LIMIT $2)
        """;

    /// <summary>That something was blocked stays as long as the log does; what it was goes.</summary>
    private const string Excerpts = """
        UPDATE generation.moderation_log SET excerpt = NULL
        WHERE id IN (SELECT id FROM generation.moderation_log WHERE account_id = $1 AND excerpt IS NOT NULL LIMIT $2)
        """;

    /// <summary>
    /// A stretch of jobs, and of those that have ended all that says what they were about. The mode stays, by which a settlement that was lost is written again. Whoever
    /// ends a job at this moment is waited for, or found alive.
    /// </summary>
    private const string Stretch = """
        piece AS MATERIALIZED (
            SELECT job.id, job.created_at, job.state IN ('queued', 'running') AS is_alive, job.cancel_requested_at IS NULL AS is_wanted
            FROM generation.jobs AS job, walk WHERE job.account_id = $1 AND (job.created_at, job.id) > (walk.at, walk.id) ORDER BY job.created_at, job.id LIMIT $2),
        ended AS MATERIALIZED (SELECT id FROM piece WHERE NOT is_alive),
        tried AS (UPDATE generation.attempts AS attempt SET detail = NULL FROM ended WHERE attempt.job_id = ended.id AND attempt.detail IS NOT NULL),
        said AS (DELETE FROM generation.image_words AS words USING ended WHERE words.job_id = ended.id),
        line AS (DELETE FROM generation.lineage AS line USING ended WHERE line.job_id = ended.id),
        told AS (
            DELETE FROM generation.webhook_deliveries AS delivery USING generation.webhook_endpoints AS callback, ended
            WHERE callback.only_job_id = ended.id AND delivery.endpoint_id = callback.id),
        called AS (DELETE FROM generation.webhook_endpoints AS callback USING ended WHERE callback.only_job_id = ended.id),
        shown AS (
            UPDATE generation.images AS image
            SET deleted_at = coalesce(image.deleted_at, now()), deleted_key = coalesce(image.storage_key, image.deleted_key), storage_key = NULL, name = '', prompt = '', sha256 = ''
            FROM ended WHERE image.job_id = ended.id AND (image.deleted_at IS NULL OR image.name <> '' OR image.prompt <> '' OR image.sha256 <> '')),
        emptied AS (
            UPDATE generation.jobs AS job
            SET request = jsonb_strip_nulls(jsonb_build_object('mode', job.request -> 'mode')), error_detail = NULL, trace_parent = NULL, batch_id = NULL, batch_item = NULL
            FROM ended WHERE job.id = ended.id AND job.request - 'mode' <> '{}'),
        last AS (SELECT created_at, id FROM piece ORDER BY created_at DESC, id DESC LIMIT 1)
        """;

    private const string Walked = """
        SELECT (SELECT count(*) FROM piece)::int, coalesce((SELECT array_agg(id) FROM piece WHERE is_alive AND is_wanted), '{}'),
            EXISTS (SELECT FROM piece WHERE is_alive), (SELECT created_at FROM last), (SELECT id FROM last)
        """;

    /// <summary>From where the last walk came to without meeting one that was alive.</summary>
    private const string EmptyAndNote = $"""
        WITH walk AS MATERIALIZED (SELECT walked_to AS at, walked_to_id AS id FROM generation.erasures WHERE account_id = $1),
        {Stretch},
        noted AS (
            UPDATE generation.erasures AS erasure SET walked_to = last.created_at, walked_to_id = last.id FROM last
            WHERE erasure.account_id = $1 AND NOT EXISTS (SELECT FROM piece WHERE is_alive))
        {Walked}
        """;

    /// <summary>Behind $3 and $4.</summary>
    private const string Empty = $"""
        WITH walk AS MATERIALIZED (SELECT $3::timestamptz AS at, $4::uuid AS id),
        {Stretch}
        {Walked}
        """;

    /// <summary>What an account keeps.</summary>
    private static readonly string[] Lists =
    [
        SilenceWebhooks, Deliveries, Delete("webhook_endpoints", "account_id = $1 AND only_job_id IS NULL"),
        Chats, ProjectImages, Delete("projects"), Delete("favorites"), Delete("favorite_folders"), Delete("templates"),
        Delete("prompts", "owner = $1"), Delete("prompt_favorites", "owner = $1"), Delete("file_names"), Delete("idempotency_keys"), Delete("account_settings"), Excerpts,
    ];

    /// <summary>What its jobs keep up until the last of them has ended.</summary>
    private static readonly string[] Ends =
    [
        Delete("events"), Delete("batches"), Delete("quotas"), Delete("history_counts"), Delete("favorite_counts"), Delete("project_counts"), Delete("chat_counts"),
        Delete("template_counts", "owner = $1"),
    ];

    private static string Delete(string table, string whose = "account_id = $1") =>
        $"DELETE FROM generation.{table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM generation.{table} WHERE {whose} LIMIT $2))";
}
