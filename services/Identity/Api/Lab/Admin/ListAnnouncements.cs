using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Announcements;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>A page of announcements, newest first.</summary>
/// <param name="Total">All that the filter lets through, at most 10,000.</param>
/// <param name="HasMore">Whether older ones follow.</param>
internal sealed record AnnouncementListView(IReadOnlyList<AnnouncementView> Announcements, long Total, int Limit, int Offset, bool HasMore);

internal static class ListAnnouncements
{
    private const int DefaultLimit = 50;

    /// <param name="active">Only those that are switched on and not past their end (<c>true</c>), or only the others (<c>false</c>).</param>
    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<AnnouncementListView>, FailureResult>> HandleAsync(
        string? active, string? limit, string? offset, AnnouncementPages pages, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        bool? isActive = string.IsNullOrEmpty(active) ? null : ListQuery.Bool(validation, "active", active);
        var (size, from) = (
            validation.QueryInt("limit", limit, DefaultLimit, 1, AnnouncementPages.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var page = await pages.ReadAsync(isActive, size, from, cancellationToken);
        return TypedResults.Ok(new AnnouncementListView(
            [.. page.Announcements.Select(AnnouncementView.Of)], page.Total, size, from, from + (long)page.Announcements.Count < page.Total));
    }
}
