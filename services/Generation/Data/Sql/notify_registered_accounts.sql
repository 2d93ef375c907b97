-- As notify_accounts.sql, but nobody is told of what a caller without a credential has made: there is no account that could read it. Such a caller's account is a UUID of
-- version 8 (Access/AnonymousAccount.cs), which no registered one is.

CREATE OR REPLACE FUNCTION generation.notify_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO generation.notification_outbox (id, account_id, event_type, subject, why, batch_id, created_at)
    SELECT logged.id, logged.account_id, logged.type, logged.data ->> 'id', coalesce(logged.data ->> 'error', logged.data ->> 'reason'),
        logged.batch_id, logged.created_at
    FROM new_events AS logged
    WHERE (logged.type = 'webhook.disabled'
       OR ((logged.type IN ('batch.completed', 'batch.failed') OR (logged.type IN ('video.completed', 'video.failed') AND logged.batch_id IS NULL))
           AND coalesce((SELECT (settings.preferences ->> 'enable_notifications')::boolean FROM generation.account_settings AS settings
               WHERE settings.account_id = logged.account_id), true)))
      AND substr(logged.account_id::text, 15, 1) <> '8';
    RETURN NULL;
END $$;
