using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Templates;

/// <remarks>
/// Each filter has its own statement and its own index: a page is a stretch of one index, or two of them merged, and the total is looked up.
/// $1 whose, as <c>template_counts</c> has it; $2 account; $3 limit; $4 offset; $5 category; $6 pattern.
/// </remarks>
internal sealed partial class TemplatePages
{
    internal const string Categories = """
        SELECT DISTINCT fullest.category FROM unnest($1::uuid[]) AS asked (owner), LATERAL (
            SELECT category FROM generation.template_counts AS known
            WHERE known.owner = asked.owner AND category <> '' AND total > 0 ORDER BY total DESC LIMIT 100) AS fullest
        ORDER BY fullest.category
        """;

    private const string Shown =
        "row.id, row.account_id, row.name, row.description, row.category, row.tags, row.is_public, row.use_count";

    /// <summary>The statement of a list without a search. The second limit is a number, so that a page is known to be short when it is planned.</summary>
    internal static string Page(bool onlyPublic, bool byCategory)
    {
        var order = Order(onlyPublic);
        var branches = Branches(onlyPublic, byCategory).Select(branch =>
            $"(SELECT id, created_at, use_count FROM generation.templates WHERE {branch} AND count.total > $4 ORDER BY {order} LIMIT $3 + $4)");
        return $"""
            SELECT count.total, {Shown}
            FROM (
                SELECT coalesce(sum(total), 0)::bigint AS total FROM generation.template_counts
                WHERE owner = ANY ($1) AND category = {(byCategory ? "$5" : "''")}) AS count
            LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT id FROM ({string.Join(" UNION ALL ", branches)}) AS merged ORDER BY {order} LIMIT $3 OFFSET $4) AS stretch
                LIMIT {TemplateQuery.MaxLimit}) AS page ON true
            LEFT JOIN generation.templates AS row ON row.id = page.id
            ORDER BY {Order(onlyPublic, "row.")}
            """;
    }

    /// <summary>The statement of a search. What no index finds is looked for among the first of the list.</summary>
    internal static string Search(bool onlyPublic, bool byCategory, bool isIndexed)
    {
        var order = Order(onlyPublic);
        var branches = Branches(onlyPublic, byCategory).Select(branch => isIndexed
            ? $"(SELECT id, created_at, use_count FROM generation.templates WHERE {branch} AND search_text LIKE $6 ORDER BY {order} LIMIT {SearchText.Most})"
            : $"""
               (SELECT id, created_at, use_count FROM (
                   SELECT id, created_at, use_count, search_text FROM generation.templates WHERE {branch} ORDER BY {order} LIMIT {SearchText.Most}) AS first
                WHERE search_text LIKE $6)
               """);
        return $"""
            WITH found AS MATERIALIZED (
                SELECT id, created_at, use_count FROM ({string.Join(" UNION ALL ", branches)}) AS merged ORDER BY {order} LIMIT {SearchText.Most})
            SELECT (SELECT count(*) FROM found), {Shown}
            FROM (SELECT 1) AS one
            LEFT JOIN LATERAL (SELECT * FROM (SELECT id FROM found ORDER BY {order} LIMIT $3 OFFSET $4) AS stretch LIMIT {TemplateQuery.MaxLimit}) AS page ON true
            LEFT JOIN generation.templates AS row ON row.id = page.id
            ORDER BY {Order(onlyPublic, "row.")}
            """;
    }

    private static string Order(bool onlyPublic, string row = "") =>
        onlyPublic ? $"{row}use_count DESC, {row}created_at DESC, {row}id DESC" : $"{row}created_at DESC, {row}id DESC";

    private static string[] Branches(bool onlyPublic, bool byCategory)
    {
        var category = byCategory ? " AND category = $5" : "";
        return onlyPublic ? ["is_public" + category] : ["is_public" + category, "NOT is_public AND account_id = $2" + category];
    }
}
