-- A job that carries terms takes its account's allowance in the transaction that stores it, and gives it back in the one that ends it without an image:
-- by triggers, so that no statement can forget either, and a crash undoes both or none. Jobs without terms fire nothing.
--
-- What holds at the end of every transaction: the count of an account's day is the sum of what its jobs of that day took, less one for each that ended without an
-- image (since the day's count was last emptied, and but for jobs stored within the moment in which the day turned, which give nothing back). It is never below zero
-- and never above the limit that it was last taken under, which constraints check as well. So are the trial's counts.
--
-- Locks are taken in one order: the job's own, its account's count, the pool's, the mode's. Whoever waits for one has taken none that comes after it.

CREATE FUNCTION generation.refuse_quota(p_kind text, p_used int, p_limit int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'NBQ01', MESSAGE = jsonb_build_object('kind', p_kind, 'used', p_used, 'limit', p_limit)::text;
END $$;

CREATE FUNCTION generation.take_trial(p_mode text, p_amount int, p_limit int, p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_known generation.trial_counts;
    v_used int;
BEGIN
    SELECT * INTO v_known FROM generation.trial_counts WHERE mode = p_mode FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO generation.trial_counts (mode, day, used, day_limit) VALUES (p_mode, p_day, 0, p_limit) ON CONFLICT (mode) DO NOTHING;
        SELECT * INTO STRICT v_known FROM generation.trial_counts WHERE mode = p_mode FOR UPDATE;
    END IF;

    v_used := CASE WHEN v_known.day >= p_day THEN v_known.used ELSE 0 END;
    IF v_used + p_amount > p_limit THEN
        PERFORM generation.refuse_quota(p_mode, v_used, p_limit);
    END IF;

    UPDATE generation.trial_counts SET day = greatest(day, p_day), used = v_used + p_amount, day_limit = p_limit WHERE mode = p_mode;
END $$;

CREATE FUNCTION generation.take_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_take int := (NEW.quota ->> 'take')::int;
    v_trial jsonb := NEW.quota -> 'trial';
    v_day date := (NEW.created_at AT TIME ZONE 'UTC')::date;
    v_known generation.quotas;
    v_used int;
    v_limit int;
    v_wait int;
    v_left int;
BEGIN
    -- A further item of a batch: the first took for all of them.
    IF v_take = 0 THEN
        RETURN NULL;
    END IF;

    SELECT * INTO v_known FROM generation.quotas WHERE account_id = NEW.account_id FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO generation.quotas (account_id) VALUES (NEW.account_id) ON CONFLICT (account_id) DO NOTHING;
        SELECT * INTO STRICT v_known FROM generation.quotas WHERE account_id = NEW.account_id FOR UPDATE;
    END IF;

    v_used := CASE WHEN v_known.day >= v_day THEN v_known.used ELSE 0 END;
    v_limit := floor((NEW.quota ->> 'limit')::int * v_known.multiplier);
    -- Never longer than the cooldown, also when the clock was set back.
    v_wait := least((NEW.quota ->> 'cooldown_ms')::int, greatest(0,
        ceil((NEW.quota ->> 'cooldown_ms')::int - extract(epoch FROM clock_timestamp() - v_known.last_taken_at) * 1000)));
    IF v_wait > 0 THEN
        PERFORM generation.refuse_quota('cooldown', v_wait, 0);
    END IF;
    IF v_used + v_take > v_limit THEN
        PERFORM generation.refuse_quota('daily', v_used, v_limit);
    END IF;

    -- Told once a day, when a fifth or less is left; heard by every process once this is committed, and by nobody otherwise.
    v_left := v_limit - v_used - v_take;
    IF v_left * 5 <= v_limit AND v_known.warned_on IS DISTINCT FROM v_day THEN
        v_known.warned_on := v_day;
        PERFORM pg_notify('generation_quota', jsonb_build_object('account_id', NEW.account_id, 'type', 'quota:warning', 'remaining', v_left, 'limit', v_limit)::text);
    END IF;

    UPDATE generation.quotas
    SET day = greatest(day, v_day), used = v_used + v_take, day_limit = v_limit, last_taken_at = clock_timestamp(), warned_on = v_known.warned_on
    WHERE account_id = NEW.account_id;

    IF v_trial IS NOT NULL THEN
        PERFORM generation.take_trial('pool', v_take * (v_trial ->> 'cost')::int, (v_trial ->> 'pool')::int, v_day);
        PERFORM generation.take_trial(v_trial ->> 'mode', v_take, (v_trial ->> 'limit')::int, v_day);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.give_back_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_trial jsonb := NEW.quota -> 'trial';
    v_day date := (NEW.created_at AT TIME ZONE 'UTC')::date;
BEGIN
    -- A cancelled job may have made what it was asked for in part.
    IF EXISTS (SELECT FROM generation.images WHERE job_id = NEW.id) THEN
        RETURN NULL;
    END IF;

    UPDATE generation.quotas SET used = used - 1
    WHERE account_id = NEW.account_id AND day = v_day AND (reset_at IS NULL OR reset_at < NEW.created_at);
    IF v_trial IS NOT NULL THEN
        UPDATE generation.trial_counts SET used = used - (v_trial ->> 'cost')::int WHERE mode = 'pool' AND day = v_day;
        UPDATE generation.trial_counts SET used = used - 1 WHERE mode = v_trial ->> 'mode' AND day = v_day;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER take_quota AFTER INSERT ON generation.jobs
    FOR EACH ROW WHEN (NEW.quota IS NOT NULL) EXECUTE FUNCTION generation.take_quota();

CREATE TRIGGER give_back_quota AFTER UPDATE OF state ON generation.jobs
    FOR EACH ROW WHEN (NEW.quota IS NOT NULL AND NEW.state IN ('failed', 'cancelled') AND OLD.state IN ('queued', 'running'))
    EXECUTE FUNCTION generation.give_back_quota();

-- Rows that change all day long: room in the page lets them be changed in place.
ALTER TABLE generation.quotas SET (fillfactor = 50);
ALTER TABLE generation.trial_counts SET (fillfactor = 50);
