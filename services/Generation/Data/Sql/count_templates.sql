-- Every change of what a template counts as is counted in its own transaction, by triggers, so that no statement can forget it. Using one
-- changes nothing of that and reaches no trigger. Counts are locked in the order of their keys, and nothing is locked after them.

CREATE FUNCTION generation.count_templates(owners uuid[], categories text[], steps int[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO generation.template_counts AS known (owner, category, total)
    SELECT owner, category, sum(step) FROM (
        SELECT owner, '' AS category, step FROM unnest(owners, steps) AS changed (owner, step)
        UNION ALL
        SELECT owner, category, step FROM unnest(owners, categories, steps) AS changed (owner, category, step) WHERE category IS NOT NULL) AS all_steps
    GROUP BY owner, category HAVING sum(step) <> 0 ORDER BY owner, category
    ON CONFLICT (owner, category) DO UPDATE SET total = known.total + excluded.total
$$;

CREATE FUNCTION generation.template_owner(account_id uuid, is_public boolean) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN is_public THEN '00000000-0000-0000-0000-000000000000'::uuid ELSE account_id END
$$;

CREATE FUNCTION generation.templates_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM generation.count_templates(array_agg(owner), array_agg(category), array_agg(total::int))
    FROM (SELECT generation.template_owner(account_id, is_public) AS owner, category, count(*) AS total FROM new_rows GROUP BY 1, 2) AS added;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.template_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM generation.count_templates(
        ARRAY[generation.template_owner(OLD.account_id, OLD.is_public), generation.template_owner(NEW.account_id, NEW.is_public)],
        ARRAY[OLD.category, NEW.category], ARRAY[-1, 1]);
    RETURN NULL;
END $$;

CREATE FUNCTION generation.templates_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM generation.count_templates(array_agg(owner), array_agg(category), array_agg(-total::int))
    FROM (SELECT generation.template_owner(account_id, is_public) AS owner, category, count(*) AS total FROM old_rows GROUP BY 1, 2) AS gone;
    RETURN NULL;
END $$;

CREATE TRIGGER count_insert AFTER INSERT ON generation.templates REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION generation.templates_inserted();

CREATE TRIGGER count_update AFTER UPDATE ON generation.templates
    FOR EACH ROW WHEN (OLD.category IS DISTINCT FROM NEW.category OR OLD.is_public <> NEW.is_public)
    EXECUTE FUNCTION generation.template_updated();

CREATE TRIGGER count_delete AFTER DELETE ON generation.templates REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION generation.templates_deleted();

-- Room in the page lets a count be changed in place.
ALTER TABLE generation.template_counts SET (fillfactor = 50);

-- Three letters in a row are enough for a search to be found by this. The extension is one that a database's owner may create.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ix_templates_search ON generation.templates USING gin (search_text gin_trgm_ops);
