using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Prompts;

/// <summary>A page of prompts.</summary>
/// <param name="Total">All that the filters let through; of the caller's own at most 10,000.</param>
/// <param name="Categories">All of them, whatever the filters.</param>
internal sealed record PromptListView(IReadOnlyList<PromptView> Prompts, long Total, IReadOnlyList<CategoryView> Categories);

/// <summary>The caller's own come first and are read from the database, the library's follow and are in memory.</summary>
internal static class ListPrompts
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <param name="category">Only those of one category.</param>
    /// <param name="search">Only those with it in text, description or tags, in any case; at most 200 characters.</param>
    /// <param name="favoritesOnly">Only favourites.</param>
    /// <param name="language"><c>en</c> unless given, <c>zh-CN</c>, <c>zh-TW</c> or <c>ja</c>. The library answers in English whatever it is.</param>
    /// <param name="limit">1 to 200, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<PromptListView>, FailureResult>> HandleAsync(
        string? category, string? search, [FromQuery(Name = "favorites_only")] string? favoritesOnly, string? language, string? limit, string? offset,
        Caller caller, HttpContext http, PromptOwners owners, PromptLibrary library, PromptStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var only = ListQuery.OneOf(validation, "category", category, PromptLibrary.CategoryNames, "");
        var query = new PromptQuery(
            ListQuery.OneOf(validation, "language", language, Languages.All, Languages.English),
            ListQuery.Text(validation, "search", search, SearchText.MaxSearch), ListQuery.Bool(validation, "favorites_only", favoritesOnly),
            validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var owner = owners.Of(caller.Principal, http);
        var (own, ownTotal) = only is "" or PromptLibrary.Custom ? await store.ReadAsync(owner, query, cancellationToken) : ([], 0);
        var favorites = await store.LibraryFavoritesAsync(owner, cancellationToken);
        var shared = library.Find(only.Length == 0 ? null : only, query.Search)
            .Where(row => !query.OnlyFavorites || favorites.Contains(row.Prompt.Id)).ToList();
        var kept = only is "" or PromptLibrary.Custom && query is { Search: null, OnlyFavorites: false }
            ? ownTotal
            : await store.CountAsync(owner, query.Language, cancellationToken);
        return TypedResults.Ok(new PromptListView(
            [
                .. own.Select(PromptView.Of),
                .. shared.Skip((int)Math.Max(0, query.Offset - ownTotal)).Take(query.Limit - own.Count)
                    .Select(row => PromptView.Of(row.Category, row.Prompt, favorites.Contains(row.Prompt.Id))),
            ],
            ownTotal + shared.Count, CategoryView.All(library, query.Language, kept)));
    }
}
