-- How many sessions an account has is counted in the transaction of each change, by triggers, so that no statement can forget it. Counts are
-- locked in the order of their accounts, and nothing is locked after them.

CREATE FUNCTION generation.chats_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.chat_counts AS known (account_id, sessions)
    SELECT account_id, count(*) FROM new_rows GROUP BY account_id ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET sessions = known.sessions + excluded.sessions;
    RETURN NULL;
END $$;

CREATE FUNCTION generation.chats_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM generation.chat_counts WHERE account_id IN (SELECT account_id FROM old_rows) ORDER BY account_id FOR UPDATE;
    UPDATE generation.chat_counts AS known SET sessions = known.sessions - gone.sessions
    FROM (SELECT account_id, count(*) AS sessions FROM old_rows GROUP BY account_id) AS gone WHERE known.account_id = gone.account_id;
    RETURN NULL;
END $$;

CREATE TRIGGER count_insert AFTER INSERT ON generation.chat_sessions REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION generation.chats_inserted();

CREATE TRIGGER count_delete AFTER DELETE ON generation.chat_sessions REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION generation.chats_deleted();
