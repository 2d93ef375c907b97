-- How many users there are of each tier, kept in the transaction of each change, so that no list has to count. Locks on counts are taken after
-- those on users and in the order of the tiers.

CREATE FUNCTION identity.users_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO identity.user_counts (tier, users) VALUES (NEW.tier, 0) ON CONFLICT (tier) DO NOTHING;
    END IF;
    PERFORM FROM identity.user_counts WHERE tier IN (OLD.tier, NEW.tier) ORDER BY tier FOR UPDATE;
    UPDATE identity.user_counts SET users = users + (tier IS NOT DISTINCT FROM NEW.tier)::int - (tier IS NOT DISTINCT FROM OLD.tier)::int
    WHERE tier IN (OLD.tier, NEW.tier);
    RETURN NULL;
END $$;

INSERT INTO identity.user_counts (tier, users) SELECT tier, count(*) FROM identity.users GROUP BY tier;

CREATE TRIGGER count_inserts AFTER INSERT ON identity.users FOR EACH ROW EXECUTE FUNCTION identity.users_changed();
CREATE TRIGGER count_deletes AFTER DELETE ON identity.users FOR EACH ROW EXECUTE FUNCTION identity.users_changed();
CREATE TRIGGER count_moves AFTER UPDATE ON identity.users FOR EACH ROW WHEN (OLD.tier <> NEW.tier) EXECUTE FUNCTION identity.users_changed();

-- Operators search in pieces of addresses and names.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ix_users_search ON identity.users USING gin (search_text gin_trgm_ops);
