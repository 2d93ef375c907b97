-- Locks an account for the rest of the transaction; opens it on first use and renews its monthly grant when the month (UTC) has changed.
-- Every operation on money starts here, so two of one account never interleave and no two can wait for each other.
CREATE OR REPLACE FUNCTION billing.lock_account(p_account_id uuid, p_opening_tier text)
RETURNS billing.accounts LANGUAGE plpgsql AS $$
DECLARE
    v_account billing.accounts;
    v_month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    v_grant bigint;
BEGIN
    SELECT * INTO v_account FROM billing.accounts WHERE id = p_account_id FOR UPDATE;
    IF NOT FOUND THEN
        -- Opened as if it had last been granted a month ago: the renewal below books the first grant.
        INSERT INTO billing.accounts (id, tier, is_capped, available, held, grant_month, granted)
        SELECT p_account_id, name, is_capped, 0, 0, v_month - 1, 0 FROM billing.tiers WHERE name = p_opening_tier
        ON CONFLICT (id) DO NOTHING;
        SELECT * INTO STRICT v_account FROM billing.accounts WHERE id = p_account_id FOR UPDATE;
    END IF;

    IF v_account.grant_month >= v_month THEN
        RETURN v_account;
    END IF;

    SELECT monthly_credits INTO STRICT v_grant FROM billing.tiers WHERE name = v_account.tier;
    IF v_grant > 0 THEN
        PERFORM billing.book(p_account_id, NULL, 'lapse', 'available', 'grants', greatest(v_account.available, 0), 'unused at the end of the month');
        PERFORM billing.book(p_account_id, NULL, 'grant', 'grants', 'available', v_grant, to_char(v_month, 'YYYY-MM'));
    END IF;

    UPDATE billing.accounts SET grant_month = v_month, granted = v_grant WHERE id = p_account_id RETURNING * INTO v_account;
    RETURN v_account;
END $$;
