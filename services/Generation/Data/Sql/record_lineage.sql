-- What a job was made from lies beside it from the moment it is stored: written in the same transaction, by the database. Jobs that bring nothing along fire nothing.

CREATE FUNCTION generation.record_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.lineage (job_id, position, account_id, operation, is_mask, parent_job_id, parent_image)
    SELECT new.id, input.position, new.account_id, coalesce(new.request ->> 'mode', ''), coalesce((input.brought ->> 'is_mask')::boolean, false),
        (input.brought ->> 'job_id')::uuid, (input.brought ->> 'image')::int
    FROM jsonb_array_elements(new.request -> 'inputs') WITH ORDINALITY AS input (brought, position);
    RETURN NULL;
END $$;

CREATE TRIGGER record_lineage AFTER INSERT ON generation.jobs FOR EACH ROW WHEN (new.request ? 'inputs') EXECUTE FUNCTION generation.record_lineage();
