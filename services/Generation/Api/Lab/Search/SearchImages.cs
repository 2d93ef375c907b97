using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Search;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Search;

/// <summary>An image that was found.</summary>
/// <param name="Url">Null when its bytes were not kept.</param>
internal sealed record FoundImageView(
    Guid Id, string Prompt, string? Url, string? ThumbnailUrl, string Mode, string? Provider, DateTimeOffset CreatedAt, string Highlight);

/// <summary>A page of the images that were found, best first and of equal ones the newest.</summary>
/// <param name="Total">Counted up to 1,000.</param>
internal sealed record ImageSearchView(string Query, IReadOnlyList<FoundImageView> Results, long Total, int Limit, int Offset, bool HasMore);

internal static class SearchImages
{
    private const int MaxName = 50;

    /// <param name="q">1 to 200 characters. What is found has each of its words, in any case.</param>
    /// <param name="mode">Only one mode.</param>
    /// <param name="provider">Only what one provider made, among the newest 1,000 that have the words.</param>
    /// <param name="limit">1 to 100, 20 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<ImageSearchView>, FailureResult>> HandleAsync(
        string? q, string? mode, string? provider, string? limit, string? offset, Caller caller, SearchRequest request, ImageSearch images, SearchEngine engine,
        HttpContext http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var text = SearchRequest.Text(validation, q);
        var (only, by) = (ListQuery.Text(validation, "mode", mode, MaxName), ListQuery.Text(validation, "provider", provider, MaxName));
        var (size, skipped) = (
            validation.QueryInt("limit", limit, SearchRequest.DefaultLimit, 1, SearchRequest.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var query = request.For(caller, http, text) with { Mode = only, Provider = by };
        var page = await engine.RankAsync([images], query, size, skipped, cancellationToken);
        var shown = await images.ReadAsync(query, [.. page.Items.Select(static item => item.Id)], cancellationToken);
        var results = page.Items.Where(item => shown.ContainsKey(item.Id)).Select(item => shown[item.Id]).Select(image => new FoundImageView(
            image.Id, image.Prompt, images.UrlOf(image, query), images.ThumbnailOf(image, query), image.Mode, image.Provider, image.CreatedAt, Highlight.Of(query.Terms, image.Prompt)));
        return TypedResults.Ok(new ImageSearchView(text, [.. results], page.Total, size, skipped, skipped + (long)page.Items.Count < page.Total));
    }
}
