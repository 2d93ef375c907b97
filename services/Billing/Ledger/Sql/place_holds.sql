-- Prices jobs and sets their credits aside. One answer for each: "place" is its place among the arguments. Idempotent by job id: a repeat
-- answers as the first call did, with first_time false. Jobs of one account are looked at in the order of their places, so that each sees
-- what those before it left; one that is refused leaves everything to those after it.
CREATE OR REPLACE FUNCTION billing.place_holds(
    p_job_ids uuid[], p_account_ids uuid[], p_opening_tiers text[], p_models text[], p_resolutions text[], p_kinds text[], p_units int[], p_versions int[])
RETURNS TABLE (place int, outcome text, credits int, price_version int, available bigint, provider_cost_micros bigint, first_time boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_ask record;
    v_account_id uuid;
    v_version int;
    -- What is placed, as columns.
    v_places int[] := '{}';
    v_unit_credits int[] := '{}';
    v_unit_costs bigint[] := '{}';
    v_account_ids uuid[] := '{}';
    v_job_ids uuid[] := '{}';
    v_amounts bigint[] := '{}';
    v_models text[] := '{}';
    v_stored int;
    v_price_versions int[] := '{}';
BEGIN
    PERFORM billing.lock_accounts(p_account_ids, p_opening_tiers);

    -- A version is a whole table: what the newest valid one does not list has no price. A quote names the version it was given by.
    SELECT max(p.version) INTO v_version FROM billing.prices p WHERE p.valid_from <= now();

    FOR v_ask IN
        SELECT ask.*, account.is_capped, account.available, price.credits AS price, price.provider_cost_micros AS unit_cost,
            hold.state, hold.credits AS held, hold.price_version AS held_version, hold.provider_cost_micros * hold.units AS held_cost,
            -- A repeat may have been routed to another model meanwhile: it is the same job as long as what was held covers its price.
            hold.account_id = ask.account_id AND hold.kind = ask.kind AND hold.units = ask.units
                AND ((hold.model = ask.model AND hold.resolution = ask.resolution) OR coalesce(price.credits <= hold.unit_credits, false)) AS is_same
        FROM unnest(p_job_ids, p_account_ids, p_models, p_resolutions, p_kinds, p_units, p_versions)
            WITH ORDINALITY AS ask (job_id, account_id, model, resolution, kind, units, version, place)
        JOIN billing.accounts account ON account.id = ask.account_id
        LEFT JOIN billing.holds hold ON hold.job_id = ask.job_id
        LEFT JOIN billing.prices price ON price.version = coalesce(ask.version, v_version) AND price.model = ask.model AND price.resolution = ask.resolution
            AND price.kind = ask.kind
        ORDER BY ask.account_id, ask.place
    LOOP
        place := v_ask.place;
        first_time := false;
        IF v_ask.account_id IS DISTINCT FROM v_account_id THEN
            v_account_id := v_ask.account_id;
            available := v_ask.available;
        END IF;

        IF v_ask.state IS NOT NULL THEN
            outcome := CASE WHEN NOT v_ask.is_same THEN 'differs' WHEN v_ask.state = 'open' THEN 'held' ELSE 'ended' END;
            credits := v_ask.held;
            price_version := v_ask.held_version;
            provider_cost_micros := v_ask.held_cost;
        ELSIF v_ask.price IS NULL THEN
            outcome := 'no_price';
            credits := 0;
            price_version := 0;
            provider_cost_micros := 0;
        ELSE
            credits := v_ask.price * v_ask.units;
            price_version := coalesce(v_ask.version, v_version);
            provider_cost_micros := v_ask.unit_cost * v_ask.units;
            IF v_ask.is_capped AND available < credits THEN
                outcome := 'insufficient';
            ELSE
                outcome := 'held';
                first_time := true;
                available := available - credits;
                v_places := v_places || place;
                v_unit_credits := v_unit_credits || v_ask.price;
                v_unit_costs := v_unit_costs || v_ask.unit_cost;
                v_account_ids := v_account_ids || v_ask.account_id;
                v_job_ids := v_job_ids || v_ask.job_id;
                v_amounts := v_amounts || credits::bigint;
                v_models := v_models || v_ask.model;
                v_price_versions := v_price_versions || price_version;
            END IF;
        END IF;

        RETURN NEXT;
    END LOOP;

    IF v_places = '{}' THEN
        RETURN;
    END IF;

    INSERT INTO billing.holds (job_id, account_id, model, resolution, kind, units, unit_credits, credits, price_version,
        provider_cost_micros, state, charged)
    SELECT new.job_id, new.account_id, new.model, p_resolutions[new.place], p_kinds[new.place], p_units[new.place], new.unit_credits, new.amount,
        new.version, new.unit_cost, 'open', 0
    FROM unnest(v_places, v_job_ids, v_account_ids, v_models, v_unit_credits, v_amounts, v_unit_costs, v_price_versions)
        AS new (place, job_id, account_id, model, unit_credits, amount, unit_cost, version)
    ON CONFLICT (job_id) DO NOTHING;
    GET DIAGNOSTICS v_stored = ROW_COUNT;

    -- The same job twice among these, or at this moment under another account, whose lock is not ours: whoever asks again finds its hold.
    IF v_stored <> cardinality(v_places) THEN
        RAISE EXCEPTION 'a job was held twice at once' USING ERRCODE = 'serialization_failure';
    END IF;

    PERFORM billing.book_all(v_account_ids, v_job_ids, array_fill('hold'::text, ARRAY[v_stored]), array_fill('available'::text, ARRAY[v_stored]),
        array_fill('held'::text, ARRAY[v_stored]), v_amounts, v_models);
END $$;
