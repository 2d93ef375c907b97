-- The only writer of transfers and of balances: one entry and its projection, in the transaction of the caller, who holds the account's lock.
-- Nothing moves for an amount of zero (a price may be zero, a rest may be none).
CREATE OR REPLACE FUNCTION billing.book(
    p_account_id uuid, p_job_id uuid, p_kind text, p_debit text, p_credit text, p_amount bigint, p_reason text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_amount = 0 THEN
        RETURN;
    END IF;

    INSERT INTO billing.transfers (account_id, job_id, kind, debit, credit, amount, reason)
    VALUES (p_account_id, p_job_id, p_kind, p_debit, p_credit, p_amount, p_reason);

    UPDATE billing.accounts
    SET available = available + p_amount * ((p_credit = 'available')::int - (p_debit = 'available')::int),
        held = held + p_amount * ((p_credit = 'held')::int - (p_debit = 'held')::int)
    WHERE id = p_account_id;
END $$;
