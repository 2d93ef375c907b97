namespace NanoBanana.Generation.Jobs;

internal sealed partial class JobStore
{
    private const string NewJobs = """
        WITH new AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) WITH ORDINALITY AS new (length, id, account_id, key_id,
                request, provider, model, resolution, image_count, held_credits, price_version, provider_cost_micros, lease, trace_parent, route,
                is_sent, own_key, quota, place)),
        """;

    private const string InsertColumns = """
        INSERT INTO generation.jobs (id, account_id, key_id, state, request, provider, model, resolution, image_count,
            held_credits, price_version, provider_cost_micros, lease_owner, lease_until, trace_parent, route, own_key, quota)
        SELECT new.id, new.account_id, new.key_id, 'running', new.request, new.provider, new.model, new.resolution, new.image_count,
            new.held_credits, new.price_version, new.provider_cost_micros, new.lease, now() + new.length, new.trace_parent, new.route, new.own_key, new.quota
        """;

    private const string InsertAttempts = """
        ON CONFLICT (id) DO NOTHING RETURNING id, provider, model, image_count, created_at),
        attempt AS (
            INSERT INTO generation.attempts (job_id, image, try, provider, model, state)
            SELECT job.id, image, 1, job.provider, job.model, CASE WHEN new.is_sent THEN 'sending' ELSE 'not_sent' END
            FROM job JOIN new ON new.id = job.id, generate_series(1, job.image_count) AS image)
        SELECT new.place::int, job.created_at FROM job JOIN new ON new.id = job.id
        """;

    private const string InsertJobs = $"""
        {NewJobs}
        job AS ({InsertColumns} FROM new {InsertAttempts}
        """;

    /// <summary>
    /// The keys are claimed first, in one order: when one is bound to a live job, the other inserts find nothing to do. A key that comes
    /// twice is refused, and each is then asked for alone.
    /// </summary>
    private const string InsertJobsWithKeys = $"""
        {NewJobs}
        claim AS (
            INSERT INTO generation.idempotency_keys AS bound (account_id, key, request_hash, job_id, expires_at)
            SELECT account_id, key, hash, job_id, now() + interval '24 hours'
            FROM unnest($2, $3, $19, $20) AS new (job_id, account_id, key, hash) ORDER BY account_id, key
            ON CONFLICT (account_id, key) DO UPDATE
                SET request_hash = excluded.request_hash, job_id = excluded.job_id, expires_at = excluded.expires_at
                WHERE bound.expires_at <= now() OR bound.job_id = ANY ($21)
            RETURNING job_id),
        job AS ({InsertColumns} FROM claim JOIN new ON new.id = claim.job_id {InsertAttempts}
        """;

    private const string FindBoundKeys = """
        SELECT asked.place::int, bound.job_id, bound.request_hash,
            bound.expires_at > now() AND (job.state IS NULL OR job.error_code IS DISTINCT FROM 'abandoned')
        FROM unnest($1, $2) WITH ORDINALITY AS asked (account_id, key, place)
        JOIN generation.idempotency_keys AS bound ON bound.account_id = asked.account_id AND bound.key = asked.key
        LEFT JOIN generation.jobs AS job ON job.id = bound.job_id
        """;

    private const string FailAttempt = """
        UPDATE generation.attempts SET state = 'failed', failure = @failure, detail = @detail, cost_micros = @cost, ended_at = now()
        WHERE job_id = @job AND image = @image AND try = @try
        """;

    /// <summary>An attempt that was planned and never sent is the only one that may become "sending" a second time.</summary>
    private const string BeginAttempt = """
        WITH job AS (SELECT id FROM generation.jobs WHERE id = @job AND state = 'running' AND lease_owner = @lease FOR SHARE)
        INSERT INTO generation.attempts AS known (job_id, image, try, provider, model, state)
        SELECT id, @image, @try, @provider, @model, 'sending' FROM job
        ON CONFLICT (job_id, image, try) DO UPDATE SET state = 'sending', started_at = now() WHERE known.state = 'not_sent'
        """;

    /// <summary>The order's id is kept before anything waits on it, and only by who still runs the job.</summary>
    private const string AcceptAttempt = """
        WITH job AS (SELECT id FROM generation.jobs WHERE id = @job AND state = 'running' AND lease_owner = @lease FOR SHARE)
        UPDATE generation.attempts AS attempt SET state = 'accepted', provider_job_id = @order FROM job
        WHERE attempt.job_id = job.id AND image = @image AND try = @try
          AND (attempt.state = 'sending' OR (attempt.state = 'accepted' AND provider_job_id = @order))
        """;

    private const string Ending = """
        WITH ended AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY AS ended
                (id, lease, state, charged, cost, error, detail, retry_after, warnings, kind, payload, provider, model, place)
            ORDER BY id),
        done AS (
            UPDATE generation.jobs AS job
            SET state = ended.state, provider = ended.provider, model = ended.model, charged_credits = ended.charged, provider_cost_micros = ended.cost, error_code = ended.error,
                error_detail = ended.detail, retry_after_seconds = ended.retry_after, warnings = string_to_array(ended.warnings, ','),
                stage = NULL, lease_owner = NULL, lease_until = NULL, finished_at = now()
            FROM ended WHERE job.id = ended.id AND job.state = 'running' AND job.lease_owner = ended.lease
            RETURNING job.id, job.account_id, ended.kind, ended.payload, job.request, job.created_at),
        attempt AS (
            UPDATE generation.attempts AS a SET state = u.state, failure = u.failure, detail = u.detail, cost_micros = u.cost,
                ended_at = coalesce(a.ended_at, now())
            FROM done, unnest($14, $15, $16, $17, $18, $19, $20) AS u (job_id, image, try, state, failure, detail, cost)
            WHERE u.job_id = done.id AND a.job_id = u.job_id AND a.image = u.image AND a.try = u.try),
        image AS (
            INSERT INTO generation.images (
                job_id, image, account_id, storage_key, media_type, width, height, byte_count, sha256, duration_ms, name, mode, prompt, took_ms)
            SELECT done.id, u.image, done.account_id, u.key, u.type, u.width, u.height, u.bytes, u.hash, u.duration, u.name,
                coalesce(done.request ->> 'mode', ''), coalesce(done.request ->> 'prompt', ''), least(extract(epoch FROM now() - done.created_at) * 1000, 2147483647)::int
            FROM done, unnest($21, $22, $23, $24, $25, $26, $27, $28, $29, $30) AS u (job_id, image, key, type, width, height, bytes, hash, duration, name)
            WHERE u.job_id = done.id),
        message AS (
            INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at)
            SELECT id, kind, payload, 0, now() + interval '10 seconds' FROM done WHERE kind IS NOT NULL
            RETURNING id, job_id)
        """;

    private const string Ended = """
        SELECT ended.place::int, coalesce(message.id, 0) FROM done JOIN ended ON ended.id = done.id LEFT JOIN message ON message.job_id = done.id
        """;

    private const string Finish = $"""
        {Ending}
        {Ended}
        """;

    /// <summary>
    /// The end of a chat's turn: with success its two messages are added, by the same statement and so once. None are when the session is gone.
    /// Turns of a session run one at a time, so that two ends never meet at one session.
    /// </summary>
    private const string FinishTurns = $"""
        {Ending},
        session AS (
            UPDATE generation.chat_sessions AS session SET message_count = message_count + 2, last_activity = now()
            FROM done JOIN ended ON ended.id = done.id AND ended.state = 'succeeded'
            WHERE session.id = (done.request ->> 'session_id')::uuid AND session.account_id = done.account_id AND session.message_count < 200
            RETURNING session.id, session.message_count, done.id AS job_id, done.request ->> 'prompt' AS prompt, done.created_at),
        said AS (
            INSERT INTO generation.chat_messages (session_id, position, role, content, job_id, created_at)
            SELECT id, message_count - 1, 'user', prompt, job_id, created_at FROM session
            UNION ALL
            SELECT session.id, message_count, 'assistant', coalesce(words.text, ''), session.job_id, now()
            FROM session LEFT JOIN generation.image_words AS words ON words.job_id = session.job_id AND words.image = 1),
        turn AS (
            DELETE FROM generation.chat_turns AS turn USING done WHERE turn.job_id = done.id)
        {Ended}
        """;

    private const string TakeOver = $$"""
        WITH hopeless AS (
            UPDATE generation.jobs
            SET state = 'failed', charged_credits = 0, provider_cost_micros = 0, error_code = @given_up, error_detail = 'taken over too often',
                lease_owner = NULL, lease_until = NULL, finished_at = now()
            WHERE state = 'running' AND lease_until < now() AND id <> ALL (@mine) AND takeovers >= @most_takeovers
            RETURNING id, own_key, jsonb_build_object('failure', jsonb_build_object('provider', provider, 'mode', request ->> 'mode',
                'completed_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))) AS payload),
        forgotten AS (
            UPDATE generation.attempts SET state = 'unknown', ended_at = now() FROM hopeless
            WHERE job_id = hopeless.id AND state IN ('sending', 'accepted')),
        released AS (
            INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at) SELECT id, 'release', payload, 0, now() FROM hopeless
            WHERE NOT own_key),
        deserted AS (
            SELECT id FROM generation.jobs WHERE state = 'running' AND lease_until < now() AND id <> ALL (@mine)
              AND takeovers < @most_takeovers
            ORDER BY lease_until LIMIT @limit FOR UPDATE SKIP LOCKED),
        taken AS (
            UPDATE generation.jobs AS job SET lease_owner = @lease, lease_until = now() + @length, takeovers = takeovers + 1
            FROM deserted WHERE job.id = deserted.id
            RETURNING job.*)
        {{TakenJob.Columns}}
        """;

    /// <summary>In the order of their ids, as jobs that end together: neither waits for the other twice.</summary>
    private const string Prolong = """
        WITH ours AS (
            SELECT id FROM generation.jobs WHERE state = 'running' AND lease_owner = ANY (@leases) ORDER BY id FOR NO KEY UPDATE)
        UPDATE generation.jobs AS job SET lease_until = now() + @length FROM ours WHERE job.id = ours.id
        RETURNING job.id, job.cancel_requested_at IS NOT NULL
        """;

    private const string ReturnUnsent = """
        WITH job AS (
            UPDATE generation.jobs SET state = 'queued', lease_owner = NULL, lease_until = NULL, next_try_at = now()
            WHERE state = 'running' AND lease_owner = ANY (@leases)
            RETURNING id)
        UPDATE generation.attempts SET state = 'not_sent' FROM job WHERE job_id = job.id AND state = 'sending'
        """;

    private const string HandBack = """
        UPDATE generation.jobs SET state = 'queued', stage = NULL, lease_owner = NULL, lease_until = NULL, next_try_at = now()
        WHERE id = @id AND state = 'running' AND lease_owner = @lease
        """;

    private const string ReachStage = """
        UPDATE generation.jobs SET stage = @stage WHERE id = @id AND state = 'running' AND lease_owner = @lease AND stage IS DISTINCT FROM @stage
        """;
}
