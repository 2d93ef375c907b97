-- What always holds: an account that was deleted gets nothing more, least of all a job, since a job holds credits. Calls that were let through a moment before are refused
-- here. Whoever adds something shares a lock with others who do, and the deletion takes it alone for the moment in which it is noted: what is added is either there when
-- the account is erased, or refused. Accounts share 256 locks, so that a statement of very many accounts does not fill the table of locks.
--
-- What jobs leave when they end (images, events, messages of chats) is not asked here: an account's erasure does not end before its jobs.

CREATE FUNCTION generation.erasure_lock(p_account_id uuid) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashtextextended(p_account_id::text, 1) & 255)::integer
$$;

CREATE FUNCTION generation.is_erased(p_account_id uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1, generation.erasure_lock(p_account_id));
    RETURN EXISTS (SELECT FROM generation.erasures WHERE account_id = p_account_id);
END $$;

CREATE FUNCTION generation.refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF generation.is_erased((to_jsonb(NEW) ->> TG_ARGV[0])::uuid) THEN
        RAISE EXCEPTION USING ERRCODE = 'NBE01', MESSAGE = 'the account was deleted';
    END IF;
    RETURN NEW;
END $$;

-- Of jobs a function of their own, which makes no JSON of them. A tombstone (no images) stands for a job that never was, and is how its hold is given back.
CREATE FUNCTION generation.refuse_erased_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF generation.is_erased(NEW.account_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'NBE01', MESSAGE = 'the account was deleted';
    END IF;
    RETURN NEW;
END $$;

-- A refusal is noted for the operator, not for the caller: of somebody who is gone it is not.
CREATE FUNCTION generation.skip_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN generation.is_erased(NEW.account_id) THEN NULL ELSE NEW END;
END $$;

CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.jobs FOR EACH ROW WHEN (NEW.image_count > 0) EXECUTE FUNCTION generation.refuse_erased_job();
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.account_settings FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.chat_sessions FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.favorite_folders FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.favorites FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.file_names FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.inputs FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.projects FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.prompt_favorites FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('owner');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.prompts FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('owner');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.quotes FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.templates FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER refuse_erased BEFORE INSERT ON generation.webhook_endpoints FOR EACH ROW EXECUTE FUNCTION generation.refuse_erased('account_id');
CREATE TRIGGER skip_erased BEFORE INSERT ON generation.moderation_log FOR EACH ROW EXECUTE FUNCTION generation.skip_erased();
