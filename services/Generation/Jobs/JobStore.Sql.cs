namespace NanoBanana.Generation.Jobs;

internal sealed partial class JobStore
{
    private const string InsertColumns = """
        INSERT INTO generation.jobs (id, account_id, key_id, state, request, provider, model, resolution, image_count,
            held_credits, price_version, provider_cost_micros, lease_owner, lease_until, trace_parent)
        SELECT @id, @account, @key_id, 'running', @request, @provider, @model, @resolution, @count,
            @held, @price_version, @cost, @owner, now() + @lease, @trace
        """;

    private const string InsertAttempts = """
        , attempt AS (
            INSERT INTO generation.attempts (job_id, image, try, provider, model, state)
            SELECT job.id, image, 1, @provider, @model, 'sending' FROM job, generate_series(1, @count) AS image)
        SELECT created_at FROM job
        """;

    private const string InsertJob = $"""
        WITH job AS ({InsertColumns} ON CONFLICT (id) DO NOTHING RETURNING id, created_at)
        {InsertAttempts}
        """;

    /// <summary>The key is claimed first: when it is bound to a live job, the other inserts find nothing to do.</summary>
    private const string InsertJobWithKey = $"""
        WITH claim AS (
            INSERT INTO generation.idempotency_keys AS bound (account_id, key, request_hash, job_id, expires_at)
            VALUES (@account, @key, @hash, @id, now() + interval '24 hours')
            ON CONFLICT (account_id, key) DO UPDATE
                SET request_hash = excluded.request_hash, job_id = excluded.job_id, expires_at = excluded.expires_at
                WHERE bound.expires_at <= now() OR bound.job_id = @previous
            RETURNING job_id),
        job AS ({InsertColumns} FROM claim ON CONFLICT (id) DO NOTHING RETURNING id, created_at)
        {InsertAttempts}
        """;

    private const string FindBoundKey = """
        SELECT bound.job_id, bound.request_hash,
            bound.expires_at > now() AND (job.state IS NULL OR job.error_code IS DISTINCT FROM 'abandoned')
        FROM generation.idempotency_keys AS bound LEFT JOIN generation.jobs AS job ON job.id = bound.job_id
        WHERE bound.account_id = @account AND bound.key = @key
        """;

    private const string FailAttempt = """
        UPDATE generation.attempts SET state = 'failed', failure = @failure, detail = @detail, ended_at = now()
        WHERE job_id = @job AND image = @image AND try = @try
        """;

    /// <summary>An attempt that was planned and never sent is the only one that may become "sending" a second time.</summary>
    private const string BeginAttempt = """
        WITH job AS (SELECT id FROM generation.jobs WHERE id = @job AND state = 'running' AND lease_owner = @owner FOR SHARE)
        INSERT INTO generation.attempts AS known (job_id, image, try, provider, model, state)
        SELECT id, @image, @try, @provider, @model, 'sending' FROM job
        ON CONFLICT (job_id, image, try) DO UPDATE SET state = 'sending', started_at = now() WHERE known.state = 'not_sent'
        """;

    private const string Finish = """
        WITH done AS (
            UPDATE generation.jobs
            SET state = @state, charged_credits = @charged, provider_cost_micros = @cost, error_code = @error, error_detail = @detail,
                retry_after_seconds = @retry_after, warnings = @warnings, lease_owner = NULL, lease_until = NULL, finished_at = now()
            WHERE id = @id AND state = 'running' AND lease_owner = @owner
            RETURNING id, account_id),
        attempt AS (
            UPDATE generation.attempts AS a SET state = u.state, failure = u.failure, detail = u.detail, ended_at = coalesce(a.ended_at, now())
            FROM done, unnest(@a_image, @a_try, @a_state, @a_failure, @a_detail) AS u (image, try, state, failure, detail)
            WHERE a.job_id = done.id AND a.image = u.image AND a.try = u.try),
        image AS (
            INSERT INTO generation.images (job_id, image, account_id, storage_key, media_type, width, height, byte_count, sha256)
            SELECT done.id, u.image, done.account_id, u.key, u.type, u.width, u.height, u.bytes, u.hash
            FROM done, unnest(@i_image, @i_key, @i_type, @i_width, @i_height, @i_bytes, @i_hash)
                AS u (image, key, type, width, height, bytes, hash))
        INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at)
        SELECT id, @kind, @payload, 0, now() + interval '10 seconds' FROM done
        RETURNING id
        """;

    private const string Claim = """
        WITH waiting AS (
            SELECT id FROM generation.jobs WHERE state = 'queued' AND next_try_at <= now()
            ORDER BY next_try_at LIMIT @limit FOR UPDATE SKIP LOCKED),
        deserted AS (
            SELECT id FROM generation.jobs WHERE state = 'running' AND lease_until < now()
            ORDER BY lease_until LIMIT @limit FOR UPDATE SKIP LOCKED),
        taken AS (
            UPDATE generation.jobs AS job SET state = 'running', lease_owner = @owner, lease_until = now() + @lease
            FROM (SELECT id FROM deserted UNION ALL SELECT id FROM waiting LIMIT @limit) AS due WHERE job.id = due.id
            RETURNING job.*)
        SELECT taken.id, taken.account_id, taken.key_id, taken.request::text, taken.provider, taken.model, taken.resolution,
            taken.held_credits, taken.provider_cost_micros, taken.created_at, taken.trace_parent,
            last.images, last.tries, last.states, last.failures
        FROM taken CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(image ORDER BY image), '{}') AS images, coalesce(array_agg(try ORDER BY image), '{}') AS tries,
                coalesce(array_agg(state ORDER BY image), '{}') AS states, coalesce(array_agg(failure ORDER BY image), '{}') AS failures
            FROM (SELECT DISTINCT ON (image) image, try, state, failure FROM generation.attempts
                  WHERE job_id = taken.id ORDER BY image, try DESC) AS newest) AS last
        """;

    private const string Prolong = """
        UPDATE generation.jobs SET lease_until = now() + @lease WHERE lease_owner = @owner AND state = 'running'
        """;

    private const string HandBack = """
        UPDATE generation.jobs SET state = 'queued', lease_owner = NULL, lease_until = NULL, next_try_at = now()
        WHERE id = @id AND state = 'running' AND lease_owner = @owner
        """;
}
