-- The end of a batch or video and a webhook that was disabled are told to their account: the message is written in the event's own transaction,
-- under the event's id. An item of a batch is told of with its batch, who has cancelled something knows it, and an account may want to be told
-- of no end; that a webhook was disabled is told in any case.

CREATE FUNCTION generation.notify_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.notification_outbox (id, account_id, event_type, subject, why, batch_id, created_at)
    SELECT logged.id, logged.account_id, logged.type, logged.data ->> 'id', coalesce(logged.data ->> 'error', logged.data ->> 'reason'),
        logged.batch_id, logged.created_at
    FROM new_events AS logged
    WHERE logged.type = 'webhook.disabled'
       OR ((logged.type IN ('batch.completed', 'batch.failed') OR (logged.type IN ('video.completed', 'video.failed') AND logged.batch_id IS NULL))
           AND coalesce((SELECT (settings.preferences ->> 'enable_notifications')::boolean FROM generation.account_settings AS settings
               WHERE settings.account_id = logged.account_id), true));
    RETURN NULL;
END $$;

CREATE TRIGGER notify AFTER INSERT ON generation.events REFERENCING NEW TABLE AS new_events
    FOR EACH STATEMENT EXECUTE FUNCTION generation.notify_accounts();
