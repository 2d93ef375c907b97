namespace NanoBanana.Generation.Search;

/// <remarks>
/// Both statements find at most 1,000 rows of a type by its own indexes, and look into the texts of the newest 200 of them, each by its key: without the offset,
/// Postgres may read a table of everybody's and join it.
/// </remarks>
internal sealed partial class SearchEngine
{
    private static string Begin(ISearched searched, SearchQuery query) => $"""
        WITH found AS MATERIALIZED ({searched.Found(query)}),
        newest AS MATERIALIZED (SELECT id, created_at FROM found ORDER BY created_at DESC NULLS FIRST, id COLLATE "C" DESC LIMIT {Weighed})
        """;

    /// <summary>
    /// Whole words weigh more than pieces of them (full text), and what is near to the words more than what merely has them (trigrams). Both
    /// are 1 for the words as they were typed. Trigrams know ASCII only where a database's locale is C.
    /// </summary>
    internal static string Rank(ISearched searched, SearchQuery query) => $"""
        {Begin(searched, query)},
        weighed AS MATERIALIZED (
            SELECT newest.id, greatest(0.1, round((
                CASE WHEN to_tsvector('simple', row.text) @@ plainto_tsquery('simple', @query) THEN 0.6 ELSE 0 END
                + 0.4 * word_similarity(@query, row.text))::numeric, 3))::float8 AS score
            FROM newest CROSS JOIN LATERAL ({searched.Texts} OFFSET 0) AS row)
        SELECT (SELECT count(*) FROM found), ranked.id, ranked.created_at, ranked.score
        FROM (SELECT 1) AS one
        LEFT JOIN (
            SELECT found.id, found.created_at, coalesce(weighed.score, 0) AS score FROM found LEFT JOIN weighed ON weighed.id = found.id
            ORDER BY score DESC, found.created_at DESC NULLS LAST, found.id COLLATE "C" DESC LIMIT @take) AS ranked ON true
        """;

    internal static string Suggest(ISearched searched, SearchQuery query) => $"""
        {Begin(searched, query)}
        SELECT said.word, count(*)
        FROM newest CROSS JOIN LATERAL ({searched.Texts} OFFSET 0) AS row CROSS JOIN LATERAL (
            SELECT row.title AS word WHERE lower(row.title) LIKE @inside
            UNION ALL
            SELECT @before || lexeme FROM unnest(to_tsvector('simple', row.text)) WHERE row.title IS NULL AND lexeme LIKE @beginning) AS said
        GROUP BY said.word ORDER BY count(*) DESC, said.word COLLATE "C" LIMIT @take
        """;

    /// <summary>More than a page needs is not read, and nothing behind what is counted.</summary>
    private static int Take(int limit, int offset) => (int)Math.Min((long)limit + offset, SearchStretch.Most);
}
