using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Search;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Search;

/// <summary>A prompt that was found.</summary>
/// <param name="Id">Of the library <c>portrait-01</c>, of the caller a UUID.</param>
/// <param name="CreatedAt">Null for the library's.</param>
internal sealed record FoundPromptView(string Id, string Content, string Category, bool IsFavorite, DateTimeOffset? CreatedAt, string Highlight);

/// <summary>A page of the prompts that were found, best first and of equal ones the newest.</summary>
/// <param name="Total">Counted up to 1,000, and the library's.</param>
internal sealed record PromptSearchView(string Query, IReadOnlyList<FoundPromptView> Results, long Total, int Limit, int Offset, bool HasMore);

internal static class SearchPrompts
{
    /// <param name="q">1 to 200 characters. What is found has each of its words, in any case.</param>
    /// <param name="category">Only one category; <c>custom</c> are the caller's own.</param>
    /// <param name="limit">1 to 100, 20 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<PromptSearchView>, FailureResult>> HandleAsync(
        string? q, string? category, string? limit, string? offset, Caller caller, SearchRequest request, PromptSearch prompts, SearchEngine engine, HttpContext http,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (text, only) = (SearchRequest.Text(validation, q), ListQuery.OneOf(validation, "category", category, PromptLibrary.CategoryNames, ""));
        var (size, skipped) = (
            validation.QueryInt("limit", limit, SearchRequest.DefaultLimit, 1, SearchRequest.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var query = request.For(caller, http, text) with { Category = only.Length == 0 ? null : only };
        var page = await engine.RankAsync([prompts], query, size, skipped, cancellationToken);
        var shown = await prompts.ReadAsync(query, [.. page.Items.Select(static item => item.Id)], cancellationToken);
        var results = page.Items.Where(item => shown.ContainsKey(item.Id)).Select(item => (item.Id, Found: shown[item.Id])).Select(row => new FoundPromptView(
            row.Id, row.Found.Text, row.Found.Category, row.Found.IsFavorite, row.Found.CreatedAt,
            Highlight.Of(query.Terms, [row.Found.Text, row.Found.Description, .. row.Found.Tags])));
        return TypedResults.Ok(new PromptSearchView(text, [.. results], page.Total, size, skipped, skipped + (long)page.Items.Count < page.Total));
    }
}
