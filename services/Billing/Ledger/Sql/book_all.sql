-- The only writer of transfers and of balances: entries and their projection, in the transaction of the caller, who holds the locks of all
-- these accounts. Nothing moves for an amount of zero (a price may be zero, a rest may be none).
CREATE OR REPLACE FUNCTION billing.book_all(
    p_account_ids uuid[], p_job_ids uuid[], p_kinds text[], p_debits text[], p_credits text[], p_amounts bigint[], p_reasons text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing.transfers (account_id, job_id, kind, debit, credit, amount, reason)
    SELECT account_id, job_id, kind, debit, credit, amount, reason
    FROM unnest(p_account_ids, p_job_ids, p_kinds, p_debits, p_credits, p_amounts, p_reasons)
        AS entry (account_id, job_id, kind, debit, credit, amount, reason)
    WHERE amount <> 0;

    UPDATE billing.accounts AS account
    SET available = account.available + moved.available, held = account.held + moved.held
    FROM (
        SELECT account_id,
            sum(amount * ((credit = 'available')::int - (debit = 'available')::int)) AS available,
            sum(amount * ((credit = 'held')::int - (debit = 'held')::int)) AS held
        FROM unnest(p_account_ids, p_debits, p_credits, p_amounts) AS entry (account_id, debit, credit, amount)
        WHERE amount <> 0
        GROUP BY account_id) AS moved
    WHERE account.id = moved.account_id;
END $$;
