using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Admin;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>A page of users, newest first.</summary>
/// <param name="Total">All that the filters let through; of a search at most 10,000.</param>
internal sealed record UserListView(IReadOnlyList<AdminUserView> Users, long Total, int Limit, int Offset, bool HasMore);

internal static class ListUsers
{
    private const int DefaultLimit = 50;

    /// <param name="search">Somewhere in address or name, at most 200 characters.</param>
    /// <param name="tier"><c>free</c>, <c>starter</c> (or <c>hobby</c>), <c>pro</c>, <c>payg</c> or <c>enterprise</c>.</param>
    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<UserListView>, FailureResult>> HandleAsync(
        string? search, string? tier, string? limit, string? offset, UserPages pages, UserAccounts accounts, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var wanted = ListQuery.OneOf(validation, "tier", tier, LabTiers.Accepted, "");
        var query = new UserQuery(
            ListQuery.Text(validation, "search", search, SearchText.MaxSearch), wanted.Length == 0 ? null : LabTiers.ToOurs(wanted),
            validation.QueryInt("limit", limit, DefaultLimit, 1, UserPages.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var page = await pages.ReadAsync(query, cancellationToken);
        var users = await accounts.DescribeAsync(page.Users, cancellationToken);
        return TypedResults.Ok(new UserListView(
            [.. users.Select(AdminUserView.Of)], page.Total, query.Limit, query.Offset, query.Offset + (long)users.Count < page.Total));
    }
}
