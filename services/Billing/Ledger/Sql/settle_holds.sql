-- Books what jobs made: charges it, gives the rest of each hold back and counts the use. Idempotent by job id.
-- Who made it, and what that costs us, may be another than was priced: the charge is the price that was held, whoever served.
-- More units than were held are charged and counted as those that were held: nobody pays more than was quoted.
-- A unit is an image or a second of video. What is counted as made are results, which are the units where nothing else is said.
CREATE OR REPLACE FUNCTION billing.settle_holds(
    p_job_ids uuid[], p_key_ids uuid[], p_units int[], p_providers text[], p_modes text[], p_durations_ms int[], p_completed_at timestamptz[],
    p_models text[], p_costs bigint[], p_results int[], p_fallbacks boolean[])
RETURNS TABLE (place int, outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE plpgsql AS $$
DECLARE
    v_job_ids uuid[];
    v_account_ids uuid[];
    v_models text[];
    v_charges bigint[];
    v_rests bigint[];
    v_closed int;
BEGIN
    PERFORM billing.lock_holds(p_job_ids);

    WITH closed AS (
        UPDATE billing.holds AS hold
        SET state = 'settled', charged = hold.unit_credits * least(made.units, hold.units), closed_at = now()
        FROM unnest(p_job_ids, p_key_ids, p_units, p_providers, p_modes, p_durations_ms, p_completed_at, p_models, p_costs, p_results, p_fallbacks)
            AS made (job_id, key_id, units, provider, mode, duration_ms, completed_at, made_model, cost, results, fallback)
        WHERE hold.job_id = made.job_id AND hold.state = 'open'
        RETURNING hold.*, least(made.units, hold.units) AS made_units, least(made.units, hold.units, made.results) AS made_results, made.key_id, made.provider, made.mode, made.duration_ms, made.completed_at,
            coalesce(made.made_model, hold.model) AS made_model, made.cost, coalesce(made.fallback, false) AS fallback,
            (made.completed_at AT TIME ZONE 'UTC')::date AS day),
    record AS (
        INSERT INTO billing.usage_records (job_id, account_id, key_id, day, provider, model, mode, resolution, kind, images, units, duration_ms,
            credits, provider_cost_micros, completed_at, fallback)
        SELECT c.job_id, c.account_id, c.key_id, c.day, c.provider, c.made_model, c.mode, c.resolution, c.kind, c.made_results, c.made_units, c.duration_ms,
            c.charged, coalesce(c.cost, c.provider_cost_micros * c.made_units), c.completed_at, c.fallback
        FROM closed c),
    daily AS (
        INSERT INTO billing.usage_daily AS known (account_id, day, key_id, images, credits)
        SELECT c.account_id, c.day, c.key_id, sum(c.made_results), sum(c.charged) FROM closed c GROUP BY c.account_id, c.day, c.key_id
        ON CONFLICT (account_id, day, key_id)
            DO UPDATE SET images = known.images + excluded.images, credits = known.credits + excluded.credits),
    total AS (
        INSERT INTO billing.usage_totals AS known (account_id, key_id, images, credits, last_used)
        SELECT c.account_id, c.key_id, sum(c.made_results), sum(c.charged), max(c.completed_at) FROM closed c GROUP BY c.account_id, c.key_id
        ON CONFLICT (account_id, key_id)
            DO UPDATE SET images = known.images + excluded.images, credits = known.credits + excluded.credits,
                last_used = greatest(known.last_used, excluded.last_used))
    SELECT array_agg(c.job_id), array_agg(c.account_id), array_agg(c.model), array_agg(c.charged), array_agg(c.credits - c.charged), count(*)
    INTO v_job_ids, v_account_ids, v_models, v_charges, v_rests, v_closed
    FROM closed c;

    IF v_closed > 0 THEN
        PERFORM billing.book_all(
            v_account_ids || v_account_ids, v_job_ids || v_job_ids,
            array_fill('settle'::text, ARRAY[v_closed]) || array_fill('return'::text, ARRAY[v_closed]),
            array_fill('held'::text, ARRAY[2 * v_closed]),
            array_fill('revenue'::text, ARRAY[v_closed]) || array_fill('available'::text, ARRAY[v_closed]),
            v_charges || v_rests,
            v_models || array_fill('fewer units than held'::text, ARRAY[v_closed]));
    END IF;

    RETURN QUERY SELECT * FROM billing.closed_holds(p_job_ids, 'settled', v_job_ids);
END $$;

-- For processes of the version before, which do not say whether a fallback served.
CREATE OR REPLACE FUNCTION billing.settle_holds(
    p_job_ids uuid[], p_key_ids uuid[], p_units int[], p_providers text[], p_modes text[], p_durations_ms int[], p_completed_at timestamptz[],
    p_models text[], p_costs bigint[], p_results int[])
RETURNS TABLE (place int, outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE sql AS $$
    SELECT * FROM billing.settle_holds(p_job_ids, p_key_ids, p_units, p_providers, p_modes, p_durations_ms, p_completed_at, p_models, p_costs, p_results,
        array_fill(NULL::boolean, ARRAY[cardinality(p_job_ids)]))
$$;
