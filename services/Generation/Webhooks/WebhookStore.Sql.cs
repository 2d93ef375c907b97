namespace NanoBanana.Generation.Webhooks;

internal sealed partial class WebhookStore
{
    private const string Insert = """
        INSERT INTO generation.webhook_endpoints (id, account_id, url, types, secret, source, only_job_id)
        SELECT @id, @account, @url, @types, @secret, @source, @job
        """;

    private const string AtMost = """

        WHERE (SELECT count(*) FROM generation.webhook_endpoints
            WHERE account_id = @account AND only_job_id IS NULL AND source = 'api') < @most
        """;

    private const string CallbackSecret = """
        SELECT id, secret FROM generation.webhook_endpoints WHERE only_job_id = @job AND account_id = @account AND source = @source
        """;

    // What waits goes to the new address as well; a delivery that somebody has in hand keeps its host, which only groups.
    private const string Update = """
        WITH changed AS (
            UPDATE generation.webhook_endpoints
            SET url = coalesce(@url, url), types = coalesce(@types, types), is_enabled = coalesce(@enabled, is_enabled),
                disabled_reason = CASE WHEN coalesce(@enabled, is_enabled) THEN NULL ELSE coalesce(disabled_reason, 'owner') END,
                failing_since = CASE WHEN @enabled OR @url IS NOT NULL THEN NULL ELSE failing_since END
            WHERE id = @id AND account_id = @account AND source = @source AND only_job_id IS NULL
            RETURNING id, url),
        moved AS (
            UPDATE generation.webhook_deliveries AS delivery SET host = waiting.host
            FROM (
                SELECT own.id, generation.webhook_host(changed.url) AS host
                FROM changed JOIN generation.webhook_deliveries AS own ON own.endpoint_id = changed.id
                WHERE @url IS NOT NULL AND @enabled IS NOT FALSE AND own.state = 'pending' AND own.lease IS NULL
                FOR UPDATE OF own SKIP LOCKED) AS waiting
            WHERE delivery.id = waiting.id)
        SELECT id, CASE WHEN @enabled = false THEN generation.stop_deliveries(id, 'endpoint_disabled') END FROM changed
        """;

    private const string Delete = """
        WITH deleted AS (
            DELETE FROM generation.webhook_endpoints WHERE id = @id AND account_id = @account AND source = @source AND only_job_id IS NULL RETURNING id)
        SELECT id, generation.stop_deliveries(id, 'endpoint_deleted') FROM deleted
        """;

    private const string Rotate = """
        UPDATE generation.webhook_endpoints SET previous_secret = secret, previous_until = now() + @overlap, secret = @secret
        WHERE id = @id AND account_id = @account AND source = @source AND only_job_id IS NULL
        """;
}
