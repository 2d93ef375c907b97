using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Search;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Search;

/// <param name="Suggestions">Words of images and prompts, names of templates and projects; the most frequent first.</param>
internal sealed record SuggestionsView(string Query, IReadOnlyList<Suggestion> Suggestions);

/// <summary>What a search that is being typed might become: the last word is completed, and those before it must be there.</summary>
internal static class SuggestSearches
{
    private const int DefaultLimit = 5;
    private const int MaxLimit = 10;

    /// <param name="q">1 to 200 characters.</param>
    /// <param name="limit">1 to 10, 5 unless given.</param>
    public static async Task<Results<Ok<SuggestionsView>, FailureResult>> HandleAsync(
        string? q, string? limit, Caller caller, SearchRequest request, IEnumerable<ISearched> all, SearchEngine engine, HttpContext http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (text, most) = (SearchRequest.Text(validation, q), validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return TypedResults.Ok(new SuggestionsView(text, await engine.SuggestAsync([.. all], request.For(caller, http, text), most, cancellationToken)));
    }
}
