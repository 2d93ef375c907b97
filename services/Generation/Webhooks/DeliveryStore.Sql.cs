namespace NanoBanana.Generation.Webhooks;

internal sealed partial class DeliveryStore
{
    // Hosts are hopped over in the index of what is pending, so that thousands of deliveries to one that is slow or dead cost the others
    // nothing. Of a subject the first that has not failed three times goes alone. While somebody tries, next_try_at is the lease's end.
    internal const string Claim = $"""
        WITH RECURSIVE host AS (
            (SELECT host FROM generation.webhook_deliveries WHERE state = 'pending' ORDER BY host LIMIT 1)
            UNION ALL
            SELECT (SELECT next.host FROM generation.webhook_deliveries AS next WHERE next.state = 'pending' AND next.host > host.host ORDER BY next.host LIMIT 1)
            FROM host WHERE host.host IS NOT NULL),
        due AS (
            SELECT candidate.id
            FROM host LEFT JOIN unnest(@hosts, @running) AS busy (host, running) ON busy.host = host.host
            CROSS JOIN LATERAL (
                SELECT delivery.id, delivery.next_try_at FROM generation.webhook_deliveries AS delivery
                WHERE delivery.host = host.host AND delivery.state = 'pending' AND delivery.next_try_at <= now()
                    AND NOT EXISTS (
                        SELECT FROM generation.webhook_deliveries AS earlier
                        WHERE earlier.endpoint_id = delivery.endpoint_id AND earlier.subject = delivery.subject AND earlier.state = 'pending'
                            AND earlier.event_sequence < delivery.event_sequence
                            AND (earlier.tries < 3 OR earlier.tries = 3 AND earlier.lease IS NOT NULL))
                ORDER BY delivery.next_try_at LIMIT greatest(0, @per_host - coalesce(busy.running, 0))
                FOR UPDATE SKIP LOCKED) AS candidate
            WHERE host.host IS NOT NULL
            ORDER BY candidate.next_try_at LIMIT @limit),
        claimed AS (
            UPDATE generation.webhook_deliveries AS delivery SET tries = tries + 1, lease = gen_random_uuid(), next_try_at = now() + @length
            FROM due WHERE delivery.id = due.id
            RETURNING delivery.*)
        {ClaimedDelivery.Select}
        """;

    // Who waited for it is due at once.
    private const string Delivered = """
        WITH done AS (
            UPDATE generation.webhook_deliveries
            SET state = 'delivered', lease = NULL, delivered_at = now(), last_status = @status, last_duration_ms = @duration, last_error = @error
            WHERE id = @id AND lease = @lease
            RETURNING id, endpoint_id, subject, event_sequence),
        healed AS (
            UPDATE generation.webhook_endpoints AS endpoint SET failing_since = NULL
            FROM done WHERE endpoint.id = done.endpoint_id AND endpoint.failing_since IS NOT NULL),
        freed AS (
            UPDATE generation.webhook_deliveries AS delivery SET next_try_at = now()
            FROM (
                SELECT later.id FROM done JOIN generation.webhook_deliveries AS later ON later.endpoint_id = done.endpoint_id AND later.subject = done.subject
                WHERE later.state = 'pending' AND later.event_sequence > done.event_sequence AND later.tries = 0 AND later.next_try_at > now()
                FOR UPDATE OF later SKIP LOCKED) AS later
            WHERE delivery.id = later.id)
        SELECT id FROM done
        """;

    // What must wait for it is put off as long, so that nobody looks at it in vain.
    private const string Failed = """
        WITH done AS (
            UPDATE generation.webhook_deliveries
            SET state = CASE WHEN @is_final OR give_up_at <= now() THEN 'failed' ELSE 'pending' END, lease = NULL,
                next_try_at = least(now() + @delay, greatest(give_up_at, now())),
                last_status = @status, last_duration_ms = @duration, last_error = @error
            WHERE id = @id AND lease = @lease
            RETURNING endpoint_id, subject, event_sequence, state, tries, next_try_at),
        failing AS (
            UPDATE generation.webhook_endpoints AS endpoint SET failing_since = now()
            FROM done WHERE endpoint.id = done.endpoint_id AND endpoint.failing_since IS NULL),
        held AS (
            UPDATE generation.webhook_deliveries AS delivery SET next_try_at = later.due
            FROM (
                SELECT later.id, done.next_try_at AS due
                FROM done JOIN generation.webhook_deliveries AS later ON later.endpoint_id = done.endpoint_id AND later.subject = done.subject
                WHERE done.state = 'pending' AND done.tries < 3 AND later.state = 'pending' AND later.event_sequence > done.event_sequence
                    AND later.tries = 0 AND later.next_try_at < done.next_try_at
                FOR UPDATE OF later SKIP LOCKED) AS later
            WHERE delivery.id = later.id)
        SELECT done.state = 'failed', done.tries >= 3 AND coalesce(endpoint.failing_since <= now() - interval '3 days', false)
        FROM done LEFT JOIN generation.webhook_endpoints AS endpoint ON endpoint.id = done.endpoint_id
        """;

    private const string AddTest = """
        INSERT INTO generation.webhook_deliveries (endpoint_id, account_id, event_sequence, event_id, type, host, tries, lease, next_try_at, give_up_at)
        SELECT endpoint.id, endpoint.account_id, logged.sequence, logged.id, logged.type, generation.webhook_host(endpoint.url),
            1, gen_random_uuid(), now() + @length, now()
        FROM generation.webhook_endpoints AS endpoint
        CROSS JOIN LATERAL generation.append_event(endpoint.account_id, @type, jsonb_build_object('id', 'wh_' || endpoint.id)) AS logged
        WHERE endpoint.id = @endpoint AND endpoint.account_id = @account AND endpoint.source = 'api' AND endpoint.is_enabled
        RETURNING id
        """;

    private const string Redeliver = """
        UPDATE generation.webhook_deliveries AS delivery
        SET state = 'pending', tries = CASE WHEN delivery.lease IS NULL THEN 0 ELSE delivery.tries END, delivered_at = NULL,
            next_try_at = CASE WHEN delivery.lease IS NULL THEN now() ELSE delivery.next_try_at END, give_up_at = now() + interval '24 hours'
        FROM generation.webhook_endpoints AS endpoint
        WHERE delivery.id = @id AND delivery.endpoint_id = @endpoint AND delivery.account_id = @account
            AND endpoint.id = delivery.endpoint_id AND endpoint.account_id = @account AND endpoint.source = 'api' AND endpoint.is_enabled
        RETURNING delivery.id
        """;
}
