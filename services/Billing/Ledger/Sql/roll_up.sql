-- What generations came to, summed by account, day, provider, mode and step, in the transaction of the record, whichever statement wrote it:
-- none can forget it, not even one of a process of the version before. The account's lock, which every such statement holds, orders them.
CREATE OR REPLACE FUNCTION billing.roll_up_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing.usage_rollups AS known (account_id, day, provider, mode, resolution, generations, failures, fallbacks, duration_ms, credits)
    SELECT account_id, day, provider, mode, resolution, count(*), 0, count(*) FILTER (WHERE fallback), sum(duration_ms), sum(credits)
    FROM added GROUP BY account_id, day, provider, mode, resolution
    ON CONFLICT (account_id, day, provider, mode, resolution) DO UPDATE
        SET generations = known.generations + excluded.generations, fallbacks = known.fallbacks + excluded.fallbacks,
            duration_ms = known.duration_ms + excluded.duration_ms, credits = known.credits + excluded.credits;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION billing.roll_up_failures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing.usage_rollups AS known (account_id, day, provider, mode, resolution, generations, failures, fallbacks, duration_ms, credits)
    SELECT account_id, day, provider, mode, resolution, 0, count(*), 0, 0, 0
    FROM added GROUP BY account_id, day, provider, mode, resolution
    ON CONFLICT (account_id, day, provider, mode, resolution) DO UPDATE SET failures = known.failures + excluded.failures;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER usage_records_roll_up
    AFTER INSERT ON billing.usage_records REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.roll_up_records();

CREATE OR REPLACE TRIGGER usage_failures_roll_up
    AFTER INSERT ON billing.usage_failures REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.roll_up_failures();
