-- Every change of notifications is counted in its own transaction, by triggers, so that no statement can forget it. Locks on counts are taken
-- after those on notifications and in the order of their keys, and nothing is locked after them.

CREATE FUNCTION identity.notifications_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO identity.notification_counts AS known (account_id, type, total, unread)
    SELECT account_id, type, count(*), count(*) FILTER (WHERE read_at IS NULL)
    FROM new_rows WHERE deleted_at IS NULL GROUP BY account_id, type ORDER BY account_id, type
    ON CONFLICT (account_id, type) DO UPDATE SET total = known.total + excluded.total, unread = known.unread + excluded.unread;
    RETURN NULL;
END $$;

CREATE FUNCTION identity.notifications_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM identity.notification_counts AS known
    WHERE (known.account_id, known.type) IN (SELECT account_id, type FROM old_rows) ORDER BY known.account_id, known.type FOR UPDATE;

    UPDATE identity.notification_counts AS known SET total = known.total + sum.total, unread = known.unread + sum.unread
    FROM (
        SELECT was.account_id, was.type, sum((is_now.deleted_at IS NULL)::int - (was.deleted_at IS NULL)::int) AS total,
            sum((is_now.deleted_at IS NULL AND is_now.read_at IS NULL)::int - (was.deleted_at IS NULL AND was.read_at IS NULL)::int) AS unread
        FROM old_rows AS was JOIN new_rows AS is_now ON is_now.id = was.id GROUP BY was.account_id, was.type) AS sum
    WHERE known.account_id = sum.account_id AND known.type = sum.type AND (sum.total <> 0 OR sum.unread <> 0);
    RETURN NULL;
END $$;

CREATE FUNCTION identity.notifications_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM identity.notification_counts AS known
    WHERE (known.account_id, known.type) IN (SELECT account_id, type FROM old_rows) ORDER BY known.account_id, known.type FOR UPDATE;

    UPDATE identity.notification_counts AS known SET total = known.total - sum.total, unread = known.unread - sum.unread
    FROM (
        SELECT account_id, type, count(*) AS total, count(*) FILTER (WHERE read_at IS NULL) AS unread
        FROM old_rows WHERE deleted_at IS NULL GROUP BY account_id, type) AS sum
    WHERE known.account_id = sum.account_id AND known.type = sum.type;
    RETURN NULL;
END $$;

CREATE TRIGGER count_insert AFTER INSERT ON identity.notifications REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION identity.notifications_inserted();

CREATE TRIGGER count_update AFTER UPDATE ON identity.notifications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION identity.notifications_updated();

CREATE TRIGGER count_delete AFTER DELETE ON identity.notifications REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION identity.notifications_deleted();

-- Every change of a notification changes a count: room in the page lets it be changed in place.
ALTER TABLE identity.notification_counts SET (fillfactor = 50);
