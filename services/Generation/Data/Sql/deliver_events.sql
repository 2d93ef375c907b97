-- An event finds the webhooks that want it in its own transaction, so that none is lost with a process. Nothing here waits for an endpoint's
-- row or can fail by one: the transaction is a job's.

CREATE FUNCTION generation.event_subject(p_job_id uuid, p_batch_id bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce('gen_' || p_job_id, generation.batch_wire_id(p_batch_id));

-- Name and port of an address whose form has been checked.
CREATE FUNCTION generation.webhook_host(p_url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(substring(p_url FROM '^[^:]+://([^/?#]+)'));

CREATE FUNCTION generation.deliver_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.webhook_deliveries (endpoint_id, account_id, event_sequence, event_id, type, subject, host)
    SELECT endpoint.id, logged.account_id, logged.sequence, logged.id, logged.type,
        generation.event_subject(logged.job_id, logged.batch_id), generation.webhook_host(endpoint.url)
    FROM new_events AS logged JOIN generation.webhook_endpoints AS endpoint ON endpoint.account_id = logged.account_id
    WHERE endpoint.only_job_id IS NULL AND endpoint.is_enabled AND logged.type = ANY (endpoint.types)
    UNION ALL
    SELECT endpoint.id, logged.account_id, logged.sequence, logged.id, logged.type,
        generation.event_subject(logged.job_id, logged.batch_id), generation.webhook_host(endpoint.url)
    FROM new_events AS logged JOIN generation.webhook_endpoints AS endpoint ON endpoint.only_job_id = logged.job_id
    WHERE endpoint.only_job_id IS NOT NULL AND endpoint.account_id = logged.account_id AND endpoint.is_enabled AND logged.type = ANY (endpoint.types);
    RETURN NULL;
END $$;

CREATE TRIGGER deliver AFTER INSERT ON generation.events REFERENCING NEW TABLE AS new_events
    FOR EACH STATEMENT EXECUTE FUNCTION generation.deliver_events();

-- For what happens to an account rather than to a job. The number is given out under the account's lock, as for every event.
CREATE FUNCTION generation.append_event(p_account_id uuid, p_type text, p_data jsonb) RETURNS generation.events LANGUAGE plpgsql AS $$
DECLARE
    v_sequence bigint;
    v_event generation.events;
BEGIN
    INSERT INTO generation.accounts (account_id) VALUES (p_account_id) ON CONFLICT (account_id) DO NOTHING;
    UPDATE generation.accounts SET last_event = last_event + 1 WHERE account_id = p_account_id RETURNING last_event INTO v_sequence;
    INSERT INTO generation.events (account_id, sequence, type, data) VALUES (p_account_id, v_sequence, p_type, p_data) RETURNING * INTO v_event;
    RETURN v_event;
END $$;

-- Nothing more is sent there. Deliveries under way end by themselves; who holds an endpoint's row waits for no delivery, because who ends
-- a delivery may wait for the endpoint's row.
CREATE FUNCTION generation.stop_deliveries(p_endpoint_id uuid, p_error text) RETURNS void LANGUAGE sql AS $$
    UPDATE generation.webhook_deliveries AS delivery SET state = 'failed', last_error = p_error
    FROM (SELECT id FROM generation.webhook_deliveries WHERE endpoint_id = p_endpoint_id AND state = 'pending' AND lease IS NULL FOR UPDATE SKIP LOCKED) AS waiting
    WHERE delivery.id = waiting.id
$$;

-- True when it was enabled until now: the log tells of it once.
CREATE FUNCTION generation.disable_webhook(p_endpoint_id uuid, p_reason text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_account_id uuid;
BEGIN
    UPDATE generation.webhook_endpoints SET is_enabled = false, disabled_reason = p_reason WHERE id = p_endpoint_id AND is_enabled
    RETURNING account_id INTO v_account_id;
    IF v_account_id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM generation.stop_deliveries(p_endpoint_id, 'endpoint_disabled');
    PERFORM generation.append_event(v_account_id, 'webhook.disabled', jsonb_build_object('id', 'wh_' || p_endpoint_id, 'reason', p_reason));
    RETURN true;
END $$;
