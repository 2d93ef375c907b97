-- Locks the accounts of jobs that are held, in the order of their ids. Account first, as everywhere; the hold is read after it, as it is by now.
CREATE OR REPLACE FUNCTION billing.lock_holds(p_job_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM billing.accounts a
    WHERE a.id = ANY (ARRAY(SELECT h.account_id FROM billing.holds h WHERE h.job_id = ANY (p_job_ids)))
    ORDER BY a.id FOR UPDATE;
END $$;
