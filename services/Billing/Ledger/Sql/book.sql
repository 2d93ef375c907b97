-- One entry.
CREATE OR REPLACE FUNCTION billing.book(
    p_account_id uuid, p_job_id uuid, p_kind text, p_debit text, p_credit text, p_amount bigint, p_reason text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM billing.book_all(
        ARRAY[p_account_id], ARRAY[p_job_id], ARRAY[p_kind], ARRAY[p_debit], ARRAY[p_credit], ARRAY[p_amount], ARRAY[p_reason]);
END $$;
