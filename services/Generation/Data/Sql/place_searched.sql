-- Each row of what is searched knows its place in its owner's list, so that an index over trigrams can be asked for the newest stretch of a list alone, of 16,384 places
-- (Search/SearchStretch.cs). A place is one more than that of the newest before it, found by one look at the index of the list: it is near enough when rows come at
-- once or are deleted, and costs no row that all must lock. Places order stretches, and nothing else; rows from before this column are in the first.

ALTER TABLE generation.images ADD COLUMN place integer NOT NULL DEFAULT 0;
ALTER TABLE generation.prompts ADD COLUMN place integer NOT NULL DEFAULT 0;
ALTER TABLE generation.templates ADD COLUMN place integer NOT NULL DEFAULT 0;
ALTER TABLE generation.projects ADD COLUMN place integer NOT NULL DEFAULT 0;

CREATE FUNCTION generation.place_image() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.place := coalesce((
        SELECT place + 1 FROM generation.images WHERE account_id = NEW.account_id AND deleted_at IS NULL AND duration_ms IS NULL
        ORDER BY created_at DESC, image_id DESC LIMIT 1), 0);
    RETURN NEW;
END $$;

CREATE FUNCTION generation.place_prompt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.place := coalesce((SELECT place + 1 FROM generation.prompts WHERE owner = NEW.owner ORDER BY created_at DESC, id DESC LIMIT 1), 0);
    RETURN NEW;
END $$;

CREATE FUNCTION generation.place_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_public THEN
        NEW.place := coalesce((SELECT place + 1 FROM generation.templates WHERE is_public ORDER BY created_at DESC, id DESC LIMIT 1), 0);
    ELSE
        NEW.place := coalesce((
            SELECT place + 1 FROM generation.templates WHERE account_id = NEW.account_id AND NOT is_public ORDER BY created_at DESC, id DESC LIMIT 1), 0);
    END IF;
    RETURN NEW;
END $$;

-- Nobody has more projects of their own than a stretch holds.
CREATE FUNCTION generation.place_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.place := CASE WHEN NEW.is_public
        THEN coalesce((SELECT place + 1 FROM generation.projects WHERE is_public ORDER BY created_at DESC, id DESC LIMIT 1), 0) ELSE 0 END;
    RETURN NEW;
END $$;

CREATE TRIGGER place BEFORE INSERT ON generation.images FOR EACH ROW WHEN (NEW.duration_ms IS NULL) EXECUTE FUNCTION generation.place_image();
CREATE TRIGGER place BEFORE INSERT ON generation.prompts FOR EACH ROW EXECUTE FUNCTION generation.place_prompt();
CREATE TRIGGER place BEFORE INSERT ON generation.templates FOR EACH ROW EXECUTE FUNCTION generation.place_template();
CREATE TRIGGER place_moved BEFORE UPDATE OF is_public ON generation.templates FOR EACH ROW WHEN (OLD.is_public <> NEW.is_public) EXECUTE FUNCTION generation.place_template();
CREATE TRIGGER place BEFORE INSERT ON generation.projects FOR EACH ROW EXECUTE FUNCTION generation.place_project();
CREATE TRIGGER place_moved BEFORE UPDATE OF is_public ON generation.projects FOR EACH ROW WHEN (OLD.is_public <> NEW.is_public) EXECUTE FUNCTION generation.place_project();
