using NanoBanana.Generation.Prompts;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>
/// One type of what is searched. Adding a type is one such class: <see cref="SearchEngine"/> ranks, counts and pages what it finds.
/// </summary>
internal interface ISearched
{
    /// <summary>Its name on the wire.</summary>
    string Type { get; }

    /// <summary>
    /// A statement of what has every word and the searcher may see: rows of <c>id</c> (text) and <c>created_at</c>, the newest, at most
    /// <see cref="SearchStretch.Most"/>.
    /// </summary>
    string Found(SearchQuery query);

    /// <summary>
    /// A statement of one row for <c>newest.id</c>: what it is weighed by (<c>text</c>), and under which <c>title</c> it is suggested; null suggests the
    /// words of its text.
    /// </summary>
    string Texts { get; }

    /// <summary>Adds what its statements name, but for the words.</summary>
    void AddParameters(SearchQuery query, NpgsqlParameterCollection parameters);

    /// <summary>What is shown of these. One that is gone by now, or not to be seen any more, is missing.</summary>
    Task<IReadOnlyDictionary<string, FoundItem>> ShowAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);
}

/// <summary>Who looks for what.</summary>
/// <param name="AccountId">Whose things are found beside public ones; <see cref="Guid.Empty"/> for nobody's.</param>
/// <param name="Owner">Whose prompts.</param>
/// <param name="Origin">What addresses of images begin with.</param>
internal sealed record SearchQuery(Guid AccountId, PromptOwner Owner, SearchTerms Terms, string Origin)
{
    /// <summary>Only images of one mode.</summary>
    public string? Mode { get; init; }

    /// <summary>Only images that one provider made, among the newest 1,000 that have the words.</summary>
    public string? Provider { get; init; }

    /// <summary>Only prompts of one category.</summary>
    public string? Category { get; init; }
}

/// <summary>What is shown of something that was found.</summary>
/// <param name="Texts">Where the words may be, the most telling first.</param>
internal sealed record FoundItem(string Title, string? Description, string? Url, string? ThumbnailUrl, IReadOnlyList<string?> Texts);

/// <summary>Something that was found, and how well it fits.</summary>
/// <param name="CreatedAt">Null of what came with the product.</param>
/// <param name="Score">0 to 1.</param>
internal sealed record Ranked(string Type, string Id, DateTimeOffset? CreatedAt, double Score);

/// <param name="Items">Best first, the newest of equal ones.</param>
/// <param name="Totals">By type, each counted up to 1,000.</param>
internal sealed record SearchPage(IReadOnlyList<Ranked> Items, IReadOnlyDictionary<string, long> Totals)
{
    public long Total => Totals.Values.Sum();
}

/// <summary>What a search might go on with.</summary>
/// <param name="Count">How many of the newest 200 that fit have it.</param>
internal sealed record Suggestion(string Text, string Type, long Count);
