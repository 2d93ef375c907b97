-- Closes an account that was deleted: nothing is granted any more, and whatever is available lapses. What is held stays until its jobs end; the answer is how
-- much that is, and whoever closes asks again until it is nothing, so that what comes back lapses as well. A closed account is capped at nothing: no hold of it can be placed.
-- One that was never opened is opened, because otherwise its first question would open it with a grant.
CREATE OR REPLACE FUNCTION billing.close_account(p_account_id uuid, p_opening_tier text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_available bigint;
    v_held bigint;
BEGIN
    PERFORM billing.change_tier(p_account_id, p_opening_tier, 'closed');
    SELECT available, held INTO STRICT v_available, v_held FROM billing.accounts WHERE id = p_account_id FOR UPDATE;
    PERFORM billing.book(p_account_id, NULL, 'lapse', 'available', 'grants', v_available, 'the account was deleted');
    RETURN v_held;
END $$;
