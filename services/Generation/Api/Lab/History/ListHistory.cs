using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.History;

/// <summary>A page of a history.</summary>
/// <param name="Total">Of all that fit; with a search or dates counted up to 10,000.</param>
internal sealed record HistoryListView(IReadOnlyList<HistoryItemView> Items, long Total, int Limit, int Offset, bool HasMore);

internal static class ListHistory
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;
    private const int MaxMode = 50;
    private static readonly string[] Sorts = ["newest", "oldest"];

    /// <param name="limit">1 to 100, 20 unless given.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="mode">Only one mode.</param>
    /// <param name="search">Only prompts that have this in them.</param>
    /// <param name="sort"><c>newest</c> (default) or <c>oldest</c>.</param>
    /// <param name="dateFrom">Not older than this time.</param>
    /// <param name="dateTo">Not newer than this time.</param>
    public static async Task<Results<Ok<HistoryListView>, FailureResult>> HandleAsync(
        string? limit, string? offset, string? mode, string? search, string? sort, [FromQuery(Name = "date_from")] string? dateFrom,
        [FromQuery(Name = "date_to")] string? dateTo, Caller caller, HistoryPages pages, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var query = new HistoryQuery(
            ListQuery.Text(validation, "mode", mode, MaxMode), ListQuery.Text(validation, "search", search, SearchText.MaxSearch), Time("date_from", dateFrom, validation),
            Time("date_to", dateTo, validation), ListQuery.OneOf(validation, "sort", sort, Sorts, Sorts[0]) == "oldest", validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit),
            validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        // Those without an account share one, and see nothing of each other.
        var page = caller.Principal.Kind == PrincipalKind.Anonymous ? new HistoryPage([], 0, HasMore: false) : await pages.ReadAsync(caller.AccountId, query, cancellationToken);
        return TypedResults.Ok(new HistoryListView(
            [.. page.Items.Select(image => HistoryItemView.Of(image, links, http))], page.Total, query.Limit, query.Offset, page.HasMore));
    }

    private static DateTimeOffset? Time(string field, string? text, RequestValidation validation)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        validation.Add(field, "datetime_parsing", "Input should be a time such as 2026-02-07T10:15:00Z", "query");
        return null;
    }
}
