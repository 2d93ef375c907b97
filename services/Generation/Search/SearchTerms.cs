using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>What is looked for: every word of it must be there, in any case and place, also inside of others.</summary>
internal sealed class SearchTerms
{
    /// <summary>As many words go by the index; what has those is then looked at for the others.</summary>
    private const int MaxIndexed = 3;

    private readonly string[] _indexed;
    private readonly string[] _others;

    /// <param name="text">1 to <see cref="SearchText.MaxSearch"/> characters, trimmed.</param>
    public SearchTerms(string text)
    {
        Text = text.ToLowerInvariant();
        Words = [.. Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        _indexed = [.. Words.Where(SearchText.IsIndexed).OrderByDescending(static word => word.Length).Take(MaxIndexed)];
        _others = [.. Words.Except(_indexed, StringComparer.Ordinal).Select(SearchText.Pattern)];
    }

    /// <summary>In lower case.</summary>
    public string Text { get; }

    /// <summary>Each once.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>
    /// The newest rows that have every word, as <c>id</c> and <c>created_at</c>, at most <see cref="SearchText.Most"/>. What no index finds is looked
    /// for among the newest only.
    /// </summary>
    /// <param name="id">The column that names them.</param>
    /// <param name="column">What is searched.</param>
    /// <param name="like"><c>LIKE</c> of a column in lower case, otherwise <c>ILIKE</c>.</param>
    public string Newest(string table, string id, string where, string column, string like)
    {
        var order = $"ORDER BY created_at DESC, {id} DESC LIMIT {SearchText.Most}";
        return _indexed.Length > 0
            ? $"(SELECT {id} AS id, created_at FROM {table} WHERE {where} AND {Filter(column, like)} {order})"
            : $"(SELECT id, created_at FROM (SELECT {id} AS id, created_at, {column} AS searched FROM {table} WHERE {where} {order}) AS newest WHERE {Filter("searched", like)})";
    }

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        for (var i = 0; i < _indexed.Length; i++)
            parameters.AddWithValue($"word{i}", SearchText.Pattern(_indexed[i]));
        if (_others.Length > 0)
            parameters.AddWithValue("words", _others);
        parameters.AddWithValue("query", Text);
    }

    /// <summary>Of the last word, which may be half typed.</summary>
    public void AddBeginning(NpgsqlParameterCollection parameters)
    {
        var last = Text[(Text.LastIndexOfAny([' ', '\t', '\n', '\r']) + 1)..];
        parameters.AddWithValue("before", Text[..^last.Length]);
        parameters.AddWithValue("beginning", LikeText.Escape(last) + "%");
        parameters.AddWithValue("inside", SearchText.Pattern(last));
    }

    /// <summary>Whether a column has every word.</summary>
    public string Filter(string column, string like)
    {
        var conditions = Enumerable.Range(0, _indexed.Length).Select(i => $"{column} {like} @word{i}");
        return string.Join(" AND ", _others.Length > 0 ? conditions.Append($"{column} {like} ALL (@words)") : conditions);
    }
}
