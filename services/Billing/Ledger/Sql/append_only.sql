-- The ledger is only ever added to. A statement trigger refuses even a change that would touch no row, so that a mistake shows at once.
CREATE OR REPLACE FUNCTION billing.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on billing.% is refused: the ledger is append-only, book a transfer back instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER transfers_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.transfers
    FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();
