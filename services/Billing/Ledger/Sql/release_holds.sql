-- Gives back everything that was held for jobs that made nothing, and counts those that failed: without a provider a job was cancelled or
-- never tried, and is no failure. Idempotent by job id.
CREATE OR REPLACE FUNCTION billing.release_holds(p_job_ids uuid[], p_providers text[], p_modes text[], p_completed_at timestamptz[])
RETURNS TABLE (place int, outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE plpgsql AS $$
DECLARE
    v_job_ids uuid[];
    v_account_ids uuid[];
    v_amounts bigint[];
    v_closed int;
BEGIN
    PERFORM billing.lock_holds(p_job_ids);

    WITH closed AS (
        UPDATE billing.holds AS hold SET state = 'released', closed_at = now()
        WHERE hold.job_id = ANY (p_job_ids) AND hold.state = 'open'
        RETURNING hold.*),
    failure AS (
        INSERT INTO billing.usage_failures (job_id, account_id, day, provider, mode, resolution, completed_at)
        SELECT c.job_id, c.account_id, (failed.completed_at AT TIME ZONE 'UTC')::date, failed.provider, failed.mode, c.resolution, failed.completed_at
        FROM closed c
        JOIN unnest(p_job_ids, p_providers, p_modes, p_completed_at) AS failed (job_id, provider, mode, completed_at) ON failed.job_id = c.job_id
        WHERE failed.provider IS NOT NULL
        ON CONFLICT (job_id) DO NOTHING)
    SELECT array_agg(c.job_id), array_agg(c.account_id), array_agg(c.credits), count(*)
    INTO v_job_ids, v_account_ids, v_amounts, v_closed
    FROM closed c;

    IF v_closed > 0 THEN
        PERFORM billing.book_all(v_account_ids, v_job_ids, array_fill('release'::text, ARRAY[v_closed]), array_fill('held'::text, ARRAY[v_closed]),
            array_fill('available'::text, ARRAY[v_closed]), v_amounts, array_fill('the job made nothing'::text, ARRAY[v_closed]));
    END IF;

    RETURN QUERY SELECT * FROM billing.closed_holds(p_job_ids, 'released', v_job_ids);
END $$;

-- For processes of the version before, which do not say what failed.
CREATE OR REPLACE FUNCTION billing.release_holds(p_job_ids uuid[])
RETURNS TABLE (place int, outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE sql AS $$
    SELECT * FROM billing.release_holds(p_job_ids, NULL::text[], NULL::text[], NULL::timestamptz[])
$$;
