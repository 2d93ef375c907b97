using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Search;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Search;

/// <summary>Something that was found.</summary>
/// <param name="Score">0 to 1: how well it fits; 0 of what lies behind the newest 200 of its type that fit.</param>
/// <param name="CreatedAt">Null of what came with the product.</param>
/// <param name="Highlight">The text around the match, some 50 characters on each side.</param>
internal sealed record SearchResultView(
    string Id, string Type, string Title, string? Description, string? Url, string? ThumbnailUrl, double Score, DateTimeOffset? CreatedAt, string Highlight);

/// <summary>A page of what was found, best first and of equal ones the newest.</summary>
/// <param name="Total">Of all types, each counted up to 1,000.</param>
/// <param name="Facets">How many of each type.</param>
internal sealed record SearchView(
    string Query, IReadOnlyList<SearchResultView> Results, long Total, int Limit, int Offset, bool HasMore, IReadOnlyDictionary<string, long> Facets);

internal static class SearchAll
{
    /// <param name="q">1 to 200 characters. What is found has each of its words, in any case.</param>
    /// <param name="types">Any of <c>image</c>, <c>prompt</c>, <c>template</c>, <c>project</c> and <c>chat</c>, with commas between; all unless given.</param>
    /// <param name="limit">1 to 100, 20 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<SearchView>, FailureResult>> HandleAsync(
        string? q, string? types, string? limit, string? offset, Caller caller, SearchRequest request, IEnumerable<ISearched> all, SearchEngine engine, HttpContext http,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (text, wanted) = (SearchRequest.Text(validation, q), SearchRequest.TypesOf(validation, types));
        var (size, skipped) = (
            validation.QueryInt("limit", limit, SearchRequest.DefaultLimit, 1, SearchRequest.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var query = request.For(caller, http, text);
        var searched = all.Where(type => wanted.Contains(type.Type)).ToList();
        var page = await engine.RankAsync(searched, query, size, skipped, cancellationToken);

        // Each type is read once, all at the same time.
        var shown = (await Task.WhenAll(searched.Select(type => ShownAsync(type, query, page, cancellationToken)))).SelectMany(static items => items).ToDictionary();
        var results = page.Items.Where(item => shown.ContainsKey((item.Type, item.Id))).Select(item => View(item, shown[(item.Type, item.Id)], query.Terms));
        return TypedResults.Ok(new SearchView(text, [.. results], page.Total, size, skipped, skipped + (long)page.Items.Count < page.Total, page.Totals));
    }

    private static SearchResultView View(Ranked item, FoundItem found, SearchTerms terms) => new(
        item.Id, item.Type, found.Title, found.Description, found.Url, found.ThumbnailUrl, item.Score, item.CreatedAt, Highlight.Of(terms, found.Texts));

    private static async Task<Dictionary<(string Type, string Id), FoundItem>> ShownAsync(
        ISearched type, SearchQuery query, SearchPage page, CancellationToken cancellationToken)
    {
        var ids = page.Items.Where(item => item.Type == type.Type).Select(static item => item.Id).ToList();
        var items = ids.Count == 0 ? new Dictionary<string, FoundItem>(StringComparer.Ordinal) : await type.ShowAsync(query, ids, cancellationToken);
        return items.ToDictionary(pair => (type.Type, pair.Key), static pair => pair.Value);
    }
}
