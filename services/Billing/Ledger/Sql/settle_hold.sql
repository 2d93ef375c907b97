-- Books what a job made: charges it, gives the rest of the hold back and counts the use. Idempotent by job id.
-- More units than were held are charged and counted as those that were held: nobody pays more than was quoted.
CREATE OR REPLACE FUNCTION billing.settle_hold(
    p_job_id uuid, p_key_id uuid, p_units int, p_provider text, p_mode text, p_duration_ms int, p_completed_at timestamptz)
RETURNS TABLE (outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE plpgsql AS $$
DECLARE
    v_hold billing.holds := billing.lock_hold(p_job_id);
    v_first boolean := v_hold.state = 'open';
    v_units int := least(p_units, v_hold.units);
    v_charge int := v_hold.unit_credits * v_units;
    v_day date := (p_completed_at AT TIME ZONE 'UTC')::date;
BEGIN
    IF v_hold.job_id IS NULL THEN
        RETURN QUERY SELECT 'not_found', 0, 0::bigint, 0, false;
        RETURN;
    END IF;

    IF v_first THEN
        PERFORM billing.book(v_hold.account_id, p_job_id, 'settle', 'held', 'revenue', v_charge, v_hold.model);
        PERFORM billing.book(v_hold.account_id, p_job_id, 'return', 'held', 'available', v_hold.credits - v_charge, 'fewer units than held');
        UPDATE billing.holds h SET state = 'settled', charged = v_charge, closed_at = now() WHERE h.job_id = p_job_id RETURNING * INTO v_hold;
        INSERT INTO billing.usage_records (job_id, account_id, key_id, day, provider, model, mode, resolution, images, duration_ms, credits,
            provider_cost_micros, completed_at)
        VALUES (p_job_id, v_hold.account_id, p_key_id, v_day, p_provider, v_hold.model, p_mode, v_hold.resolution, v_units, p_duration_ms,
            v_charge, v_hold.provider_cost_micros * v_units, p_completed_at);
        INSERT INTO billing.usage_daily AS d (account_id, day, key_id, images, credits)
        VALUES (v_hold.account_id, v_day, p_key_id, v_units, v_charge)
        ON CONFLICT (account_id, day, key_id) DO UPDATE SET images = d.images + excluded.images, credits = d.credits + excluded.credits;
        INSERT INTO billing.usage_totals AS t (account_id, key_id, images, credits, last_used)
        VALUES (v_hold.account_id, p_key_id, v_units, v_charge, p_completed_at)
        ON CONFLICT (account_id, key_id) DO UPDATE SET images = t.images + excluded.images, credits = t.credits + excluded.credits,
            last_used = greatest(t.last_used, excluded.last_used);
    END IF;

    RETURN QUERY SELECT CASE v_hold.state WHEN 'settled' THEN 'closed' ELSE 'contradicts' END,
        v_hold.charged, a.available, v_hold.credits - v_hold.charged, v_first
    FROM billing.accounts a WHERE a.id = v_hold.account_id;
END $$;
