-- How many projects an account has and how many images a project has, kept in the transaction of each change. The check constraints of the two
-- counts are the limits: who adds one too many, also of several at once, fails as a whole.
--
-- Locks are taken in one order everywhere: images by their ids, then projects by theirs, then what lies in them.

CREATE FUNCTION generation.project_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.project_counts AS known (account_id, projects) VALUES (NEW.account_id, 1)
    ON CONFLICT (account_id) DO UPDATE SET projects = known.projects + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.project_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE generation.project_counts SET projects = projects - 1 WHERE account_id = OLD.account_id;
    RETURN NULL;
END $$;

CREATE TRIGGER count_insert AFTER INSERT ON generation.projects FOR EACH ROW EXECUTE FUNCTION generation.project_made();

CREATE TRIGGER count_delete AFTER DELETE ON generation.projects FOR EACH ROW EXECUTE FUNCTION generation.project_gone();

-- A change of what lies in a project is a change of the project. Its row is locked by then, whoever makes it.
CREATE FUNCTION generation.project_images_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE generation.projects AS known SET images = known.images + added.images, updated_at = clock_timestamp()
    FROM (SELECT project_id, count(*) AS images FROM new_rows GROUP BY project_id) AS added WHERE known.id = added.project_id;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.project_images_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE generation.projects AS known SET images = known.images - gone.images, updated_at = clock_timestamp()
    FROM (SELECT project_id, count(*) AS images FROM old_rows GROUP BY project_id) AS gone WHERE known.id = gone.project_id;
    RETURN NULL;
END $$;

CREATE TRIGGER count_inserts AFTER INSERT ON generation.project_images REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION generation.project_images_added();

CREATE TRIGGER count_deletes AFTER DELETE ON generation.project_images REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION generation.project_images_removed();

-- An image that its owner deletes is in no project any more. Nothing but that reaches this: storing an image does not.
CREATE FUNCTION generation.leave_projects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM generation.projects WHERE id IN (SELECT project_id FROM generation.project_images WHERE image_id = NEW.image_id)
    ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM generation.project_images WHERE image_id = NEW.image_id;
    RETURN NULL;
END $$;

CREATE TRIGGER leave_projects AFTER UPDATE OF deleted_at ON generation.images
    FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION generation.leave_projects();
