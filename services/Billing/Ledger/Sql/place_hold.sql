-- Prices a job and sets its credits aside. Idempotent by job id: a repeat answers as the first call did, with first_time false.
CREATE OR REPLACE FUNCTION billing.place_hold(
    p_job_id uuid, p_account_id uuid, p_opening_tier text, p_model text, p_resolution text, p_kind text, p_units int)
RETURNS TABLE (outcome text, credits int, price_version int, available bigint, provider_cost_micros bigint, first_time boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_account billing.accounts;
    v_price billing.prices;
    v_hold billing.holds;
    v_placed boolean := false;
BEGIN
    v_account := billing.lock_account(p_account_id, p_opening_tier);
    SELECT * INTO v_hold FROM billing.holds h WHERE h.job_id = p_job_id;

    IF NOT FOUND THEN
        -- A version is a whole table: what the newest valid one does not list has no price.
        SELECT * INTO v_price FROM billing.prices p
        WHERE p.version = (SELECT max(q.version) FROM billing.prices q WHERE q.valid_from <= now())
          AND p.model = p_model AND p.resolution = p_resolution AND p.kind = p_kind;
        IF NOT FOUND THEN
            RETURN QUERY SELECT 'no_price', 0, 0, v_account.available, 0::bigint, false;
            RETURN;
        END IF;

        IF v_account.is_capped AND v_account.available < v_price.credits * p_units THEN
            RETURN QUERY SELECT 'insufficient', v_price.credits * p_units, v_price.version, v_account.available,
                v_price.provider_cost_micros * p_units, false;
            RETURN;
        END IF;

        -- Another account may use the same job id at this moment: its lock is not ours, the primary key decides.
        INSERT INTO billing.holds AS h (job_id, account_id, model, resolution, kind, units, unit_credits, credits, price_version,
            provider_cost_micros, state, charged)
        VALUES (p_job_id, p_account_id, p_model, p_resolution, p_kind, p_units, v_price.credits, v_price.credits * p_units, v_price.version,
            v_price.provider_cost_micros, 'open', 0)
        ON CONFLICT (job_id) DO NOTHING
        RETURNING h.* INTO v_hold;
        v_placed := FOUND;
        IF v_placed THEN
            PERFORM billing.book(p_account_id, p_job_id, 'hold', 'available', 'held', v_hold.credits, p_model);
            v_account.available := v_account.available - v_hold.credits;
        ELSE
            SELECT * INTO STRICT v_hold FROM billing.holds h WHERE h.job_id = p_job_id;
        END IF;
    END IF;

    RETURN QUERY SELECT
        CASE
            WHEN v_hold.account_id <> p_account_id OR v_hold.model <> p_model OR v_hold.resolution <> p_resolution
                OR v_hold.kind <> p_kind OR v_hold.units <> p_units THEN 'differs'
            WHEN v_hold.state = 'open' THEN 'held'
            ELSE 'ended'
        END,
        v_hold.credits, v_hold.price_version, v_account.available, v_hold.provider_cost_micros * v_hold.units, v_placed;
END $$;
