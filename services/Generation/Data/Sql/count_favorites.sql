-- How many favourites an account and each of its folders has, kept in the transaction of each change. The account's row is taken first, so that
-- changes of one account come one after another.

CREATE FUNCTION generation.favorites_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO generation.favorite_counts AS known (account_id, favorites)
        SELECT account_id, CASE WHEN TG_OP = 'INSERT' THEN count(*) ELSE 0 END FROM new_favorites GROUP BY account_id ORDER BY account_id
        ON CONFLICT (account_id) DO UPDATE SET favorites = known.favorites + EXCLUDED.favorites;
        UPDATE generation.favorite_folders AS known SET favorites = known.favorites + added.favorites
        FROM (SELECT folder_id, count(*) AS favorites FROM new_favorites WHERE folder_id IS NOT NULL GROUP BY folder_id ORDER BY folder_id) AS added
        WHERE known.id = added.folder_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.favorites_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE generation.favorite_counts AS known SET favorites = known.favorites - gone.favorites
        FROM (SELECT account_id, count(*) AS favorites FROM old_favorites GROUP BY account_id ORDER BY account_id) AS gone
        WHERE known.account_id = gone.account_id;
    END IF;
    UPDATE generation.favorite_folders AS known SET favorites = known.favorites - gone.favorites
    FROM (SELECT folder_id, count(*) AS favorites FROM old_favorites WHERE folder_id IS NOT NULL GROUP BY folder_id ORDER BY folder_id) AS gone
    WHERE known.id = gone.folder_id;
    RETURN NULL;
END $$;

CREATE TRIGGER count_inserts AFTER INSERT ON generation.favorites REFERENCING NEW TABLE AS new_favorites
    FOR EACH STATEMENT EXECUTE FUNCTION generation.favorites_changed();

-- Moves: in the order of their names, what comes is counted before what goes.
CREATE TRIGGER count_updates_1 AFTER UPDATE ON generation.favorites REFERENCING NEW TABLE AS new_favorites
    FOR EACH STATEMENT EXECUTE FUNCTION generation.favorites_changed();

CREATE TRIGGER count_updates_2 AFTER UPDATE ON generation.favorites REFERENCING OLD TABLE AS old_favorites
    FOR EACH STATEMENT EXECUTE FUNCTION generation.favorites_gone();

CREATE TRIGGER count_deletes AFTER DELETE ON generation.favorites REFERENCING OLD TABLE AS old_favorites
    FOR EACH STATEMENT EXECUTE FUNCTION generation.favorites_gone();

-- An image that its owner deletes is no favourite any more.
CREATE FUNCTION generation.forget_favorites() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM generation.favorites AS favorite USING new_images AS image
    WHERE favorite.account_id = image.account_id AND favorite.image_id = image.image_id AND image.deleted_at IS NOT NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER forget_favorites AFTER UPDATE ON generation.images REFERENCING NEW TABLE AS new_images
    FOR EACH STATEMENT EXECUTE FUNCTION generation.forget_favorites();
