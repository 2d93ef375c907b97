-- Moves an account to another tier; its grant of this month becomes the new tier's. See README.md for the rule and why.
CREATE OR REPLACE FUNCTION billing.change_tier(p_account_id uuid, p_opening_tier text, p_tier text)
RETURNS TABLE (tier text, available bigint, held bigint, monthly_credits int, grant_month date) LANGUAGE plpgsql AS $$
DECLARE
    v_account billing.accounts;
    v_tier billing.tiers;
    v_change bigint;
BEGIN
    v_account := billing.lock_account(p_account_id, p_opening_tier);
    SELECT * INTO STRICT v_tier FROM billing.tiers t WHERE t.name = p_tier;
    -- An account that was deleted stays closed, whoever was about to move it.
    IF v_account.tier NOT IN (p_tier, 'closed') THEN
        IF v_tier.is_capped AND v_account.available < 0 THEN
            PERFORM billing.book(p_account_id, NULL, 'invoice', 'receivable', 'available', -v_account.available, 'owed from ' || v_account.tier);
            v_account.available := 0;
        END IF;

        -- Only what is unspent can be taken back; "granted" keeps what was not, so that going down and up again grants nothing twice.
        v_change := v_tier.monthly_credits - v_account.granted;
        IF v_change < 0 THEN
            v_change := -least(-v_change, greatest(v_account.available, 0));
            PERFORM billing.book(p_account_id, NULL, 'tier', 'available', 'grants', -v_change, v_account.tier || ' to ' || p_tier);
        ELSE
            PERFORM billing.book(p_account_id, NULL, 'tier', 'grants', 'available', v_change, v_account.tier || ' to ' || p_tier);
        END IF;

        UPDATE billing.accounts a
        SET tier = p_tier, is_capped = v_tier.is_capped, granted = a.granted + v_change
        WHERE a.id = p_account_id
        RETURNING * INTO v_account;
    END IF;

    RETURN QUERY SELECT v_account.tier, v_account.available, v_account.held, v_tier.monthly_credits, v_account.grant_month;
END $$;
