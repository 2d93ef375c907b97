-- What always holds: an account that was deleted has no key that works. Whoever makes a key shares a lock with others who do, and whoever deletes
-- the account takes it alone: a key is either there when the account's keys are revoked, or refused.

CREATE FUNCTION keys.refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.account_id::text, 0));
    IF EXISTS (SELECT FROM keys.erased_accounts WHERE account_id = NEW.account_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'NBE01', MESSAGE = 'the account was deleted';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER refuse_erased BEFORE INSERT ON keys.api_keys FOR EACH ROW EXECUTE FUNCTION keys.refuse_erased();
