-- A job's hold under the lock of its account; null when there is none. Account first, as everywhere, then the hold as it is by now.
CREATE OR REPLACE FUNCTION billing.lock_hold(p_job_id uuid) RETURNS billing.holds LANGUAGE plpgsql AS $$
DECLARE
    v_hold billing.holds;
BEGIN
    PERFORM FROM billing.accounts a WHERE a.id = (SELECT h.account_id FROM billing.holds h WHERE h.job_id = p_job_id) FOR UPDATE;
    SELECT * INTO v_hold FROM billing.holds h WHERE h.job_id = p_job_id;
    RETURN v_hold;
END $$;
