using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Queue;

internal sealed partial class JobQueue
{
    /// <summary>All of them or none: the caller rolls back when a job's id was taken. A key that is bound to a live job admits nothing.</summary>
    private const string Add = """
        WITH new AS (
            SELECT * FROM unnest(@ids, @requests, @routes, @providers, @models, @resolutions, @counts, @credits, @versions, @costs, @quotas) WITH ORDINALITY
                AS new (id, request, route, provider, model, resolution, image_count, held_credits, price_version, cost, quota, item)),
        claim AS (
            INSERT INTO generation.idempotency_keys AS bound (account_id, key, request_hash, job_id, expires_at)
            SELECT @account, @key, @hash, @ids[1], now() + interval '24 hours' WHERE @key IS NOT NULL
            ON CONFLICT (account_id, key) DO UPDATE
                SET request_hash = excluded.request_hash, job_id = excluded.job_id, expires_at = excluded.expires_at
                WHERE bound.expires_at <= now() OR bound.job_id = @previous
            RETURNING job_id),
        admitted AS (SELECT WHERE @key IS NULL OR EXISTS (SELECT FROM claim)),
        batch AS (
            INSERT INTO generation.batches (id, account_id, total)
            SELECT @batch, @account, cardinality(@ids) FROM admitted WHERE @batch IS NOT NULL
            ON CONFLICT (id) DO NOTHING),
        job AS (
            INSERT INTO generation.jobs (id, account_id, key_id, state, kind, priority, batch_id, batch_item, request, route, provider, model, resolution,
                image_count, held_credits, price_version, provider_cost_micros, trace_parent, start_by, quota)
            SELECT new.id, @account, @key_id, 'queued', @kind, @priority, @batch, CASE WHEN @batch IS NOT NULL THEN new.item END, new.request, new.route,
                new.provider, new.model, new.resolution, new.image_count, new.held_credits, new.price_version, new.cost, @trace_parent, now() + @patience, new.quota
            FROM new, admitted
            ON CONFLICT (id) DO NOTHING RETURNING id, provider, model, image_count),
        attempt AS (
            INSERT INTO generation.attempts (job_id, image, try, provider, model, state)
            SELECT job.id, image, 1, job.provider, job.model, 'not_sent' FROM job, generate_series(1, job.image_count) AS image)
        SELECT count(*)::int FROM job
        """;

    /// <summary>
    /// Accounts take turns: first those with jobs that a stopping process handed back, then those with single jobs, then those with batches.
    /// Each turn is of a few jobs, within what the account may have running. Their rows are locked first, so that no two processes give one
    /// account more than its room; a row that is being changed is passed over and has its turn in a moment. Nothing here grows with the number
    /// of waiting jobs.
    /// </summary>
    internal const string TakeSql = $$"""
        WITH interactive AS (
            SELECT account_id, turn, 0 AS first, 0 AS last, @limit AS most FROM generation.accounts WHERE ready_interactive
            ORDER BY turn LIMIT @limit FOR UPDATE SKIP LOCKED),
        single AS (
            SELECT account_id, turn, 1 AS first, 2 AS last, least(max_concurrent - running, @share) AS most FROM generation.accounts
            WHERE ready_single AND account_id NOT IN (SELECT account_id FROM interactive)
            ORDER BY turn LIMIT @limit FOR UPDATE SKIP LOCKED),
        batch AS (
            SELECT account_id, turn, 2 AS first, 2 AS last, least(max_concurrent - running, @share) AS most FROM generation.accounts
            WHERE ready_batch AND account_id NOT IN (SELECT account_id FROM interactive UNION ALL SELECT account_id FROM single)
            ORDER BY turn LIMIT @limit FOR UPDATE SKIP LOCKED),
        due AS (
            SELECT job.id
            FROM (SELECT * FROM interactive UNION ALL SELECT * FROM single UNION ALL SELECT * FROM batch ORDER BY first, turn) AS next
            CROSS JOIN LATERAL (
                SELECT id FROM generation.jobs WHERE state = 'queued' AND account_id = next.account_id AND priority BETWEEN next.first AND next.last
                ORDER BY priority, next_try_at, id LIMIT next.most FOR UPDATE SKIP LOCKED) AS job
            LIMIT @limit),
        taken AS (
            UPDATE generation.jobs AS job SET state = 'running', from_queue = priority > 0, start_by = NULL, lease_owner = @lease, lease_until = now() + @length
            FROM due WHERE job.id = due.id
            RETURNING job.*)
        {{TakenJob.Columns}}
        """;

    /// <summary>Looks without a lock whether there is anything to do: most of the time there is not.</summary>
    private const string Look = """
        SELECT EXISTS (SELECT FROM generation.accounts WHERE ready_interactive) OR EXISTS (SELECT FROM generation.accounts WHERE ready_single)
                OR EXISTS (SELECT FROM generation.accounts WHERE ready_batch),
            EXISTS (SELECT FROM generation.jobs WHERE state = 'queued' AND start_by < now())
        """;

    private const string GiveUp = """
        WITH late AS (
            SELECT id FROM generation.jobs WHERE state = 'queued' AND start_by < now() ORDER BY start_by LIMIT 100 FOR UPDATE SKIP LOCKED),
        ended AS (
            UPDATE generation.jobs AS job SET state = 'failed', charged_credits = 0, provider_cost_micros = 0, error_code = @code, finished_at = now()
            FROM late WHERE job.id = late.id RETURNING job.id, job.account_id)
        , released AS (
            INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at) SELECT id, 'release', '{}', 0, now() FROM ended)
        SELECT DISTINCT account_id FROM ended
        """;

    /// <summary>
    /// One that waits ends now; one that runs, or that left an order at a provider, is marked, and whoever runs it sends nothing more for it.
    /// The ids are locked in their order.
    /// </summary>
    private const string Cancel = """
        WITH asked AS (
            SELECT id, CASE WHEN state = 'queued' AND NOT EXISTS (
                    SELECT FROM generation.attempts WHERE job_id = job.id AND attempts.state IN ('sending', 'accepted', 'succeeded'))
                THEN 'queued' ELSE 'running' END AS state
            FROM generation.jobs AS job
            WHERE account_id = @account AND id = ANY (@ids) AND state IN ('queued', 'running') ORDER BY id FOR UPDATE),
        done AS (
            UPDATE generation.jobs AS job
            SET state = CASE asked.state WHEN 'queued' THEN 'cancelled' ELSE job.state END,
                charged_credits = CASE asked.state WHEN 'queued' THEN 0 ELSE job.charged_credits END,
                provider_cost_micros = CASE asked.state WHEN 'queued' THEN 0 ELSE job.provider_cost_micros END,
                error_code = CASE asked.state WHEN 'queued' THEN @code ELSE job.error_code END,
                finished_at = CASE asked.state WHEN 'queued' THEN now() END,
                cancel_requested_at = coalesce(job.cancel_requested_at, now())
            FROM asked WHERE job.id = asked.id RETURNING job.id, job.state),
        released AS (
            INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at)
            SELECT id, 'release', '{}', 0, now() FROM done WHERE state = 'cancelled')
        SELECT id, state = 'cancelled' FROM done
        """;

    /// <summary>How long the account that waits longest for a turn it could have has waited, and how much waits of this one.</summary>
    private const string Pressure = """
        SELECT coalesce(extract(epoch FROM now() - least(
                (SELECT min(turn) FROM generation.accounts WHERE ready_single), (SELECT min(turn) FROM generation.accounts WHERE ready_batch))), 0)::float8,
            coalesce((SELECT waiting_interactive + waiting_single + waiting_batch FROM generation.accounts WHERE account_id = @account), 0)
        """;
}
