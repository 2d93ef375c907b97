using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Search;

/// <summary>
/// The newest of an owner's rows that have every word, without reading more for a million rows than for some thousands. A look at the newest of all tells which word
/// is the rarest and how rare it is. A word that none of them has is looked for in all rows at once, by the index; one that some have, in one stretch of them after
/// the other, from the newest back, until there are enough; one that many have is met by walking back row by row. The next word in rarity leads with it, because
/// what the newest no longer have may have been common before. The planner's statistics are of everybody's rows, and are not asked: an owner may never write what
/// all others do.
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

    /// <summary>As many are looked at for words that lead to none by an index.</summary>
    public const int Walked = 5_000;

    /// <summary>As many of the newest tell how rare the words are.</summary>
    private const int Sampled = 500;

    /// <summary>A word that as many of those have (5 %) is met soon enough on the way, and too often in the index.</summary>
    private const int Common = 25;

    /// <summary>The stretch of a row, as the indexes over trigrams have it (<c>Data/Sql/place_searched.sql</c>).</summary>
    private const string Stretch = "place / 16384";

    private string Order => $"ORDER BY created_at DESC, {Id} DESC";

    /// <summary>A statement of <c>id</c> and <c>created_at</c>.</summary>
    /// <param name="indexed">The patterns that the index knows, as parameters; none for a walk alone.</param>
    /// <param name="filter">What a column that has every word fulfils.</param>
    /// <remarks>
    /// A common table expression without a limit of its own is planned for all its rows, which is by the index, and runs only as far as somebody reads it. A limit
    /// keeps the other words from the index, and an offset of nothing each stretch a question of its own.
    /// </remarks>
    public string Found(IReadOnlyList<string> indexed, Func<string, string> filter) => indexed.Count == 0
        ? $"SELECT id, created_at FROM {Newest($"{Walked}")} AS newest WHERE {filter("searched")} LIMIT {Most}"
        : $"""
        WITH looked AS MATERIALIZED (SELECT searched, place FROM {Newest($"{Sampled}")} AS newest),
        guide AS MATERIALIZED (
            SELECT word, hits, coalesce(lead(word) OVER (ORDER BY hits, nth), word) AS second
            FROM (VALUES {string.Join(", ", indexed.Select(static (word, nth) => $"({word}, {nth})"))}) AS words (word, nth)
            CROSS JOIN LATERAL (SELECT count(*) AS hits FROM looked WHERE searched {Like} words.word) AS counted
            ORDER BY hits, nth LIMIT 1),
        everywhere AS MATERIALIZED ({Led()}),
        stretches AS MATERIALIZED (
            SELECT led.* FROM generate_series((SELECT max({Stretch}) FROM looked), 0, -1) AS stretches (number)
            CROSS JOIN LATERAL ({Led($"AND {Stretch} = stretches.number OFFSET 0")}) AS led),
        few AS MATERIALIZED (SELECT * FROM everywhere WHERE (SELECT hits FROM guide) = 0 LIMIT {Most}),
        walked AS MATERIALIZED (
            SELECT * FROM {Newest($"(SELECT CASE WHEN hits < {Common} THEN 0 ELSE {Walked} END FROM guide)")} AS newest WHERE {filter("searched")} LIMIT {Most}),
        many AS MATERIALIZED (
            SELECT * FROM (SELECT * FROM stretches LIMIT {Walked}) AS led
            WHERE (SELECT CASE hits WHEN 0 THEN (SELECT count(*) FROM few) = {Most} ELSE (SELECT count(*) FROM walked) < {Most} END FROM guide) AND {filter("searched")}
            LIMIT {Most})
        SELECT id, created_at
        FROM (SELECT id, created_at FROM few WHERE {filter("searched")} UNION SELECT id, created_at FROM walked UNION SELECT id, created_at FROM many) AS every
        ORDER BY created_at DESC, id DESC LIMIT {Most}
        """;

    private string Newest(string limit) => $"(SELECT {Id} AS id, created_at, place, {Column} AS searched FROM {Table} WHERE {Where} {Order} LIMIT {limit})";

    /// <summary>What the rarest two words lead to.</summary>
    private string Led(string more = "") => $"""
        SELECT {Id} AS id, created_at, {Column} AS searched FROM {Table}
        WHERE {Where} AND {Column} {Like} (SELECT word FROM guide) AND {Column} {Like} (SELECT second FROM guide) {more}
        """;
}
