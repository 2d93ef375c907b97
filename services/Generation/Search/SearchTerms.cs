using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>What is looked for: every word of it must be there, in any case and place, also inside of others.</summary>
internal sealed class SearchTerms
{
    /// <summary>As many words, the longest, may lead by the index.</summary>
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

    /// <summary>A statement of the newest rows of a stretch that have every word: <c>id</c> and <c>created_at</c>.</summary>
    public string FoundIn(SearchStretch stretch) => stretch.Found([.. _indexed.Select(static (_, i) => $"@word{i}")], column => Filter(column, stretch.Like));

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
