-- How many images an account's history has of each mode, and how long they took: kept in the transaction of each change, so that no list has
-- to count. Videos are no part of it.

CREATE FUNCTION generation.history_grew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.history_counts AS known (account_id, mode, images, took_ms)
    SELECT account_id, mode, count(*), sum(took_ms) FROM new_images WHERE duration_ms IS NULL AND deleted_at IS NULL GROUP BY account_id, mode ORDER BY 1, 2
    ON CONFLICT (account_id, mode) DO UPDATE SET images = known.images + EXCLUDED.images, took_ms = known.took_ms + EXCLUDED.took_ms;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.history_shrank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE generation.history_counts AS known SET images = known.images - gone.images, took_ms = known.took_ms - gone.took_ms
    FROM (
        SELECT image.account_id, image.mode, count(*) AS images, sum(image.took_ms) AS took_ms
        FROM new_images AS image JOIN old_images AS was ON was.job_id = image.job_id AND was.image = image.image
        WHERE image.duration_ms IS NULL AND image.deleted_at IS NOT NULL AND was.deleted_at IS NULL
        GROUP BY image.account_id, image.mode) AS gone
    WHERE known.account_id = gone.account_id AND known.mode = gone.mode;
    RETURN NULL;
END $$;

CREATE TRIGGER count_inserts AFTER INSERT ON generation.images REFERENCING NEW TABLE AS new_images
    FOR EACH STATEMENT EXECUTE FUNCTION generation.history_grew();

CREATE TRIGGER count_updates AFTER UPDATE ON generation.images REFERENCING NEW TABLE AS new_images OLD TABLE AS old_images
    FOR EACH STATEMENT EXECUTE FUNCTION generation.history_shrank();
