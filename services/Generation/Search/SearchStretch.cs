using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Search;

/// <summary>
/// The newest of an owner's rows that have every word, without reading more for a million rows than for some thousands. A look at the newest of all tells which word
/// is the rarest and how rare it is. What has a rare one is fetched by the index, by that word and the next in rarity, because what the newest no longer have
/// may have been common before; what has a common one is met by walking back from the newest. The planner's statistics are of everybody's rows, and are not
/// asked: an owner may never write what all others do.
/// </summary>
/// <param name="Table">With its schema.</param>
/// <param name="Id">The column that names a row.</param>
/// <param name="Where">Whose rows, as a list of the newest and an index over trigrams of <paramref name="Column"/> have them.</param>
/// <param name="Column">What is searched.</param>
/// <param name="Like"><c>LIKE</c> of a column in lower case, otherwise <c>ILIKE</c>.</param>
internal sealed record SearchStretch(string Table, string Id, string Where, string Column, string Like)
{
    /// <summary>As many rows are found, and counted, of one search.</summary>
    public const int Most = 1_000;

    /// <summary>As many of the newest are walked along, where no index finds the words or more than <see cref="Most"/> have them.</summary>
    public const int Walked = 5_000;

    /// <summary>As many of the newest tell how rare the words are.</summary>
    private const int Sampled = 500;

    /// <summary>A word that as many of those have (5 %) is met soon enough on the way, and too often in the index.</summary>
    private const int Common = 25;

    private string Order => $"ORDER BY created_at DESC, {Id} DESC";

    /// <summary>A statement of <c>id</c> and <c>created_at</c>.</summary>
    /// <param name="indexed">The patterns that the index knows, as parameters; none for a walk alone.</param>
    /// <param name="filter">What a column that has every word fulfils.</param>
    /// <remarks>
    /// Appending nothing hides the column from the index, so that only the chosen words go by it. A common table expression without a limit of its own is
    /// planned for all its rows, which is by the index, and runs only as far as somebody reads it.
    /// </remarks>
    public string Found(IReadOnlyList<string> indexed, Func<string, string> filter) => indexed.Count == 0
        ? $"SELECT id, created_at FROM {Newest($"{Walked}")} AS newest WHERE {filter("searched")} LIMIT {Most}"
        : $"""
        WITH looked AS MATERIALIZED (SELECT searched FROM {Newest($"{Sampled}")} AS newest),
        guide AS MATERIALIZED (
            SELECT word, hits, coalesce(lead(word) OVER (ORDER BY hits, place), word) AS second
            FROM (VALUES {string.Join(", ", indexed.Select(static (word, place) => $"({word}, {place})"))}) AS words (word, place)
            CROSS JOIN LATERAL (SELECT count(*) AS hits FROM looked WHERE searched {Like} words.word) AS counted
            ORDER BY hits, place LIMIT 1),
        indexed AS MATERIALIZED (
            SELECT {Id} AS id, created_at FROM {Table}
            WHERE {Where} AND {Column} {Like} (SELECT word FROM guide) AND {Column} {Like} (SELECT second FROM guide) AND {filter($"({Column} || '')")}),
        few AS MATERIALIZED (SELECT * FROM indexed WHERE (SELECT hits FROM guide) < {Common} LIMIT {Most}),
        walked AS MATERIALIZED (
            SELECT id, created_at FROM {Newest($"(SELECT CASE WHEN hits < {Common} AND (SELECT count(*) FROM few) < {Most} THEN 0 ELSE {Walked} END FROM guide)")} AS newest
            WHERE {filter("searched")} LIMIT {Most}),
        rest AS MATERIALIZED (SELECT * FROM indexed WHERE (SELECT hits FROM guide) >= {Common} AND (SELECT count(*) FROM walked) < {Most} LIMIT {Most})
        SELECT id, created_at FROM (SELECT * FROM few UNION SELECT * FROM walked UNION SELECT * FROM rest) AS every ORDER BY created_at DESC, id DESC LIMIT {Most}
        """;

    private string Newest(string limit) => $"(SELECT {Id} AS id, created_at, {Column} AS searched FROM {Table} WHERE {Where} {Order} LIMIT {limit})";
}
