-- Locks accounts for the rest of the transaction, in the order of their ids, so that no two transactions can wait for each other; opens
-- those that do not exist and renews the grants that are due. An account that another transaction opens at this very moment is the exception:
-- should that end in a deadlock, Postgres breaks it and the caller repeats.
CREATE OR REPLACE FUNCTION billing.lock_accounts(p_account_ids uuid[], p_opening_tiers text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    v_ask record;
BEGIN
    PERFORM FROM billing.accounts a WHERE a.id = ANY (p_account_ids) ORDER BY a.id FOR UPDATE;

    FOR v_ask IN
        SELECT DISTINCT ON (ask.account_id) ask.account_id, ask.opening_tier
        FROM unnest(p_account_ids, p_opening_tiers) AS ask (account_id, opening_tier)
        LEFT JOIN billing.accounts a ON a.id = ask.account_id
        WHERE a.id IS NULL OR a.grant_month < v_month
        ORDER BY ask.account_id
    LOOP
        PERFORM billing.lock_account(v_ask.account_id, v_ask.opening_tier);
    END LOOP;
END $$;
