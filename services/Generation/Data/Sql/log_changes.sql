-- Every change of a job's state is logged, counted for its account's turns and counted for its batch, in the transaction that makes it:
-- by triggers, so that no statement can forget it. Locks are taken after the job's own, accounts in the order of their ids; a batch belongs
-- to one account and is changed under that account's lock only.

-- What one statement did to one job. "waited" and "ran" are what it counted for before, "waits" and "runs" what it counts for now.
CREATE TYPE generation.job_change AS (
    job_id uuid, account_id uuid, batch_id bigint, batch_item int, kind text, state text, stage text, error_code text,
    is_new boolean, priority smallint, waited int, waits int, ran int, runs int);

CREATE FUNCTION generation.batch_wire_id(p_id bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 'batch_' || lpad(to_hex(p_id), 16, '0');

CREATE FUNCTION generation.event_type(p_kind text, p_state text, p_stage text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE p_kind WHEN 'video' THEN 'video' ELSE 'generation' END || '.' || CASE
        WHEN p_state = 'running' THEN CASE WHEN p_stage IS NULL THEN 'started' ELSE 'progress' END
        WHEN p_state = 'succeeded' THEN 'completed'
        ELSE p_state END;

CREATE FUNCTION generation.log_changes(p_changes generation.job_change[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- A job's first change opens its account; nothing is below zero then.
    INSERT INTO generation.accounts (account_id)
    SELECT DISTINCT change.account_id FROM unnest(p_changes) AS change WHERE change.is_new ORDER BY 1
    ON CONFLICT (account_id) DO NOTHING;

    PERFORM FROM generation.accounts AS account
    WHERE account.account_id IN (SELECT change.account_id FROM unnest(p_changes) AS change)
    ORDER BY account.account_id FOR UPDATE;

    WITH change AS (SELECT * FROM unnest(p_changes) WITH ORDINALITY AS change),
    sum AS (
        SELECT change.account_id, count(*) AS events, sum(runs - ran) AS running, sum(runs) AS turns,
            coalesce(sum(waits - waited) FILTER (WHERE priority = 0), 0) AS interactive,
            coalesce(sum(waits - waited) FILTER (WHERE priority = 1), 0) AS single, coalesce(sum(waits - waited) FILTER (WHERE priority = 2), 0) AS batch
        FROM change GROUP BY change.account_id),
    account AS (
        UPDATE generation.accounts AS known
        SET last_event = known.last_event + sum.events, running = known.running + sum.running,
            waiting_interactive = known.waiting_interactive + sum.interactive, waiting_single = known.waiting_single + sum.single, waiting_batch = known.waiting_batch + sum.batch,
            -- Whoever comes anew, or has just had a turn, stands behind those that wait.
            turn = CASE WHEN sum.turns > 0 OR known.waiting_interactive + known.waiting_single + known.waiting_batch = 0
                THEN clock_timestamp() ELSE known.turn END
        FROM sum WHERE known.account_id = sum.account_id
        RETURNING known.account_id, known.last_event - sum.events AS before)
    INSERT INTO generation.events (account_id, sequence, type, job_id, batch_id, data)
    SELECT change.account_id, account.before + row_number() OVER (PARTITION BY change.account_id ORDER BY change.ordinality),
        generation.event_type(change.kind, change.state, change.stage), change.job_id, change.batch_id,
        jsonb_strip_nulls(jsonb_build_object('id', 'gen_' || change.job_id, 'status', change.state, 'stage', change.stage,
            'batch_id', generation.batch_wire_id(change.batch_id), 'batch_item', change.batch_item, 'error', change.error_code))
    FROM change JOIN account ON account.account_id = change.account_id;

    IF EXISTS (SELECT FROM unnest(p_changes) AS change WHERE change.batch_id IS NOT NULL) THEN
        PERFORM generation.log_batches(p_changes);
    END IF;
END $$;

-- One event a batch and statement: what it has come to.
CREATE FUNCTION generation.log_batches(p_changes generation.job_change[]) RETURNS void LANGUAGE sql AS $$
    WITH sum AS (
        SELECT batch_id, bool_or(is_new) AS is_new, bool_or(state = 'running') AS has_started, count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
            count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'cancelled') AS cancelled
        FROM unnest(p_changes) AS change WHERE batch_id IS NOT NULL GROUP BY batch_id),
    batch AS (
        UPDATE generation.batches AS known
        SET started_at = coalesce(known.started_at, CASE WHEN sum.has_started THEN now() END),
            succeeded = known.succeeded + sum.succeeded, failed = known.failed + sum.failed, cancelled = known.cancelled + sum.cancelled,
            finished_at = CASE WHEN known.succeeded + known.failed + known.cancelled + sum.succeeded + sum.failed + sum.cancelled = known.total THEN now() END
        FROM sum WHERE known.id = sum.batch_id AND (sum.is_new OR sum.has_started OR sum.succeeded + sum.failed + sum.cancelled > 0)
        RETURNING known.*, sum.is_new, sum.succeeded + sum.failed + sum.cancelled AS ended_now),
    told AS (
        SELECT batch.*, CASE
                WHEN finished_at IS NULL THEN CASE WHEN is_new THEN 'queued' ELSE 'progress' END
                WHEN succeeded > 0 THEN 'completed' WHEN cancelled > 0 THEN 'cancelled' ELSE 'failed' END AS what
        FROM batch WHERE is_new OR ended_now > 0),
    account AS (
        UPDATE generation.accounts AS known SET last_event = known.last_event + sum.events
        FROM (SELECT account_id, count(*) AS events FROM told GROUP BY account_id) AS sum WHERE known.account_id = sum.account_id
        RETURNING known.account_id, known.last_event - sum.events AS before)
    INSERT INTO generation.events (account_id, sequence, type, batch_id, data)
    SELECT told.account_id, account.before + row_number() OVER (PARTITION BY told.account_id ORDER BY told.id), 'batch.' || told.what, told.id,
        jsonb_build_object('id', generation.batch_wire_id(told.id),
            'status', CASE told.what WHEN 'queued' THEN 'queued' WHEN 'progress' THEN 'running' ELSE replace(told.what, 'completed', 'succeeded') END,
            'total', told.total, 'done', told.succeeded + told.failed + told.cancelled,
            'succeeded', told.succeeded, 'failed', told.failed, 'cancelled', told.cancelled)
    FROM told JOIN account ON account.account_id = told.account_id
$$;

-- Tombstones (no images) stand for jobs that never were.
CREATE FUNCTION generation.jobs_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_changes generation.job_change[];
BEGIN
    SELECT array_agg(ROW(id, account_id, batch_id, batch_item, kind, state, stage, error_code, true, priority,
        0, (state = 'queued')::int, 0, (state = 'running' AND from_queue)::int)::generation.job_change ORDER BY id)
    INTO v_changes FROM new_jobs WHERE image_count > 0;
    IF v_changes IS NOT NULL THEN
        PERFORM generation.log_changes(v_changes);
        IF EXISTS (SELECT FROM unnest(v_changes) AS change WHERE change.waits > 0) THEN
            PERFORM pg_notify('generation_jobs', '');
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.jobs_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_changes generation.job_change[];
BEGIN
    SELECT array_agg(ROW(job.id, job.account_id, job.batch_id, job.batch_item, job.kind, job.state, job.stage, job.error_code, false, job.priority,
        (was.state = 'queued')::int, (job.state = 'queued')::int,
        (was.state = 'running' AND was.from_queue)::int, (job.state = 'running' AND job.from_queue)::int)::generation.job_change ORDER BY job.id)
    INTO v_changes FROM new_jobs AS job JOIN old_jobs AS was ON was.id = job.id
    WHERE job.image_count > 0 AND (was.state <> job.state OR was.stage IS DISTINCT FROM job.stage);
    IF v_changes IS NOT NULL THEN
        PERFORM generation.log_changes(v_changes);
        IF EXISTS (SELECT FROM unnest(v_changes) AS change WHERE change.waits > 0) THEN
            PERFORM pg_notify('generation_jobs', '');
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER log_insert AFTER INSERT ON generation.jobs REFERENCING NEW TABLE AS new_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION generation.jobs_inserted();

CREATE TRIGGER log_update AFTER UPDATE ON generation.jobs REFERENCING OLD TABLE AS old_jobs NEW TABLE AS new_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION generation.jobs_updated();

-- Every change of a job changes its account's row: room in the page lets it be changed in place.
ALTER TABLE generation.accounts SET (fillfactor = 50);

-- Jobs of before: their accounts, and those that wait.
INSERT INTO generation.accounts (account_id, waiting_interactive)
SELECT account_id, count(*) FILTER (WHERE state = 'queued') FROM generation.jobs WHERE image_count > 0 GROUP BY account_id;
