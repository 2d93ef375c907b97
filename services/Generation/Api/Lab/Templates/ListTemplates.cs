using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Templates;

internal static class ListTemplates
{
    private const int DefaultLimit = 50;
    private const int MaxCategory = 50;

    /// <param name="category">Only those of one category, at most 50 characters.</param>
    /// <param name="search">Only those with it in name or description, in any case; at most 200 characters.</param>
    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static Task<Results<Ok<TemplateListView>, FailureResult>> VisibleAsync(
        string? category, string? search, string? limit, string? offset, Caller caller, TemplatePages pages, CancellationToken cancellationToken) =>
        ReadAsync(onlyPublic: false, category, search, limit, offset, caller, pages, cancellationToken);

    /// <param name="category">Only those of one category, at most 50 characters.</param>
    /// <param name="search">Only those with it in name or description, in any case; at most 200 characters.</param>
    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static Task<Results<Ok<TemplateListView>, FailureResult>> PublicAsync(
        string? category, string? search, string? limit, string? offset, Caller caller, TemplatePages pages, CancellationToken cancellationToken) =>
        ReadAsync(onlyPublic: true, category, search, limit, offset, caller, pages, cancellationToken);

    private static async Task<Results<Ok<TemplateListView>, FailureResult>> ReadAsync(
        bool onlyPublic, string? category, string? search, string? limit, string? offset, Caller caller, TemplatePages pages, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var query = new TemplateQuery(
            onlyPublic, ListQuery.Text(validation, "category", category, MaxCategory), ListQuery.Text(validation, "search", search, SearchText.MaxSearch),
            validation.QueryInt("limit", limit, DefaultLimit, 1, TemplateQuery.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var page = await pages.ReadAsync(caller.AccountId, query, cancellationToken);
        return TypedResults.Ok(new TemplateListView(
            [.. page.Items.Select(item => ListedTemplateView.Of(item, caller.AccountId))], page.Total, query.Limit, query.Offset,
            query.Offset + (long)page.Items.Count < page.Total, page.Categories));
    }
}
