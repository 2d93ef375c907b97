namespace NanoBanana.Generation.Settings;

internal sealed partial class SettingsStore
{
    private const string Read = """
        SELECT coalesce(settings.preferences, '{}'), coalesce(settings.providers, '{}'), endpoint.url, coalesce(account.max_concurrent, 5), settings.updated_at
        FROM (SELECT $1::uuid AS id) AS asked
        LEFT JOIN generation.account_settings AS settings ON settings.account_id = asked.id
        LEFT JOIN generation.accounts AS account ON account.account_id = asked.id
        LEFT JOIN generation.webhook_endpoints AS endpoint ON endpoint.account_id = asked.id AND endpoint.source = 'lab' AND endpoint.only_job_id IS NULL
        """;

    private const string ReadWishes = """
        SELECT asked.place::int, settings.preferences, settings.providers
        FROM unnest($1) WITH ORDINALITY AS asked (account_id, place) JOIN generation.account_settings AS settings ON settings.account_id = asked.account_id
        """;

    // A field that is set to null is no field: its default holds, also one that comes later.
    private const string Save = """
        INSERT INTO generation.account_settings AS settings (account_id, preferences) VALUES ($1, jsonb_strip_nulls($2))
        ON CONFLICT (account_id) DO UPDATE SET preferences = jsonb_strip_nulls(settings.preferences || $2), updated_at = now()
        """;

    private const string SaveProviders = """
        INSERT INTO generation.account_settings (account_id, providers) VALUES ($1, $2)
        ON CONFLICT (account_id) DO UPDATE SET providers = $2, updated_at = now()
        RETURNING updated_at
        """;

    private const string Limit = """
        INSERT INTO generation.accounts (account_id, max_concurrent) VALUES ($1, $2)
        ON CONFLICT (account_id) DO UPDATE SET max_concurrent = $2
        """;
}
