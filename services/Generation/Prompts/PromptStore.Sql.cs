using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Prompts;

internal sealed partial class PromptStore
{
    private const string Columns = "row.id, row.text, row.description, row.tags, row.style, row.language, row.is_favorite, row.created_at";

    private const string Alive = "(expires_at IS NULL OR expires_at > now())";

    /// <summary>
    /// In the order given. Prompts whose id comes from their text are kept once, also when they are written again; an anonymous caller's then stay
    /// for another day.
    /// </summary>
    private const string Save = $"""
        WITH saved AS (
            INSERT INTO generation.prompts AS known (id, owner, text, description, tags, style, language, search_text, expires_at)
            SELECT id, $1, text, description, coalesce(string_to_array(nullif(tags, ''), chr(31)), ARRAY[]::text[]), style, language, search_text, now() + $2
            FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
                WITH ORDINALITY AS new (id, text, description, tags, style, language, search_text, place) ORDER BY place DESC
            ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
            RETURNING *)
        SELECT {Columns} FROM saved AS row ORDER BY array_position($3, row.id)
        """;

    /// <summary>What is too much goes, the oldest first.</summary>
    private const string Trim = """
        DELETE FROM generation.prompts WHERE id IN (
            SELECT id FROM generation.prompts WHERE owner = $1 ORDER BY created_at DESC, id DESC OFFSET $2)
        """;

    private const string Flip = $"UPDATE generation.prompts SET is_favorite = NOT is_favorite WHERE id = $1 AND owner = $2 AND {Alive} RETURNING is_favorite";

    // Each call flips it, also of two at once. What has expired is no favourite.
    private const string FlipLibrary = """
        INSERT INTO generation.prompt_favorites AS known (owner, prompt_id, is_favorite, expires_at) VALUES ($1, $2, true, now() + $3)
        ON CONFLICT (owner, prompt_id) DO UPDATE SET
            is_favorite = known.expires_at <= now() IS TRUE OR NOT known.is_favorite, expires_at = excluded.expires_at
        RETURNING is_favorite
        """;

    private const string Delete = $"DELETE FROM generation.prompts WHERE id = $1 AND owner = $2 AND {Alive}";

    private const string LibraryFavorites = $"SELECT prompt_id FROM generation.prompt_favorites WHERE owner = $1 AND is_favorite AND {Alive}";

    private static readonly string Count = $"""
        SELECT count(*) FROM (
            SELECT FROM generation.prompts WHERE owner = $1 AND language = $2 AND {Alive} LIMIT {SearchText.Most}) AS kept
        """;

    private const string SweepPrompts = """
        DELETE FROM generation.prompts WHERE id IN (
            SELECT id FROM generation.prompts WHERE expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        """;

    private const string SweepFavorites = """
        DELETE FROM generation.prompt_favorites WHERE (owner, prompt_id) IN (
            SELECT owner, prompt_id FROM generation.prompt_favorites WHERE expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>
    /// A page of the newest with their number, which is known up to <see cref="SearchText.Most"/>: no more are looked through.
    /// $1 owner, $2 language, $3 limit, $4 offset, $5 pattern.
    /// </summary>
    internal static string Page(bool onlyFavorites, bool bySearch) => $"""
        WITH found AS MATERIALIZED (
            SELECT id, created_at FROM (
                SELECT id, created_at, {(bySearch ? "search_text" : "NULL AS search_text")} FROM generation.prompts
                WHERE owner = $1 AND language = $2 AND {Alive} {(onlyFavorites ? "AND is_favorite" : "")}
                ORDER BY created_at DESC, id DESC LIMIT {SearchText.Most}) AS newest
            {(bySearch ? "WHERE search_text LIKE $5" : "")})
        SELECT (SELECT count(*) FROM found), {Columns}
        FROM (SELECT 1) AS one
        LEFT JOIN LATERAL (SELECT id FROM found ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4) AS page ON true
        LEFT JOIN generation.prompts AS row ON row.id = page.id
        ORDER BY row.created_at DESC, row.id DESC
        """;
}
