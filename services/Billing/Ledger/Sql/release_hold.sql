-- Gives back everything that was held for a job that made nothing. Idempotent by job id.
CREATE OR REPLACE FUNCTION billing.release_hold(p_job_id uuid)
RETURNS TABLE (outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE plpgsql AS $$
DECLARE
    v_hold billing.holds := billing.lock_hold(p_job_id);
    v_first boolean := v_hold.state = 'open';
BEGIN
    IF v_hold.job_id IS NULL THEN
        RETURN QUERY SELECT 'not_found', 0, 0::bigint, 0, false;
        RETURN;
    END IF;

    IF v_first THEN
        PERFORM billing.book(v_hold.account_id, p_job_id, 'release', 'held', 'available', v_hold.credits, 'the job made nothing');
        UPDATE billing.holds h SET state = 'released', closed_at = now() WHERE h.job_id = p_job_id RETURNING * INTO v_hold;
    END IF;

    RETURN QUERY SELECT CASE v_hold.state WHEN 'released' THEN 'closed' ELSE 'contradicts' END,
        v_hold.charged, a.available, v_hold.credits - v_hold.charged, v_first
    FROM billing.accounts a WHERE a.id = v_hold.account_id;
END $$;
