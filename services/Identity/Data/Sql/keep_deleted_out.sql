-- What always holds: of an account that was deleted nothing is kept but that it was. A notification that comes late is dropped. Whoever adds one holds on to the user's row until
-- it is committed, and the deletion takes that row: what is added is either there when the account's notifications are removed, or dropped.
-- Accounts without a user (of projects, of the local demo) have no row to hold on to, and are not deleted.

CREATE FUNCTION identity.drop_if_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM identity.users WHERE id = NEW.account_id FOR KEY SHARE;
    IF NOT FOUND AND EXISTS (SELECT FROM identity.deleted_accounts WHERE account_id = NEW.account_id) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER drop_if_deleted BEFORE INSERT ON identity.notifications FOR EACH ROW EXECUTE FUNCTION identity.drop_if_deleted();
