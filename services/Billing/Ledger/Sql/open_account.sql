-- An account as it is now. Takes no lock and writes nothing unless it must be opened or its grant is due.
CREATE OR REPLACE FUNCTION billing.open_account(p_account_id uuid, p_opening_tier text)
RETURNS TABLE (tier text, available bigint, held bigint, monthly_credits int, grant_month date) LANGUAGE plpgsql AS $$
DECLARE
    v_account billing.accounts;
BEGIN
    SELECT * INTO v_account FROM billing.accounts a
    WHERE a.id = p_account_id AND a.grant_month >= date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    IF NOT FOUND THEN
        v_account := billing.lock_account(p_account_id, p_opening_tier);
    END IF;

    RETURN QUERY SELECT v_account.tier, v_account.available, v_account.held, t.monthly_credits, v_account.grant_month
    FROM billing.tiers t WHERE t.name = v_account.tier;
END $$;
