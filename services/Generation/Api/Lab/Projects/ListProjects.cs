using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>A page of the account's projects, last updated first.</summary>
internal sealed record ProjectListView(IReadOnlyList<ListedProjectView> Projects, int Total, int Limit, int Offset, bool HasMore);

internal static class ListProjects
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<ProjectListView>, FailureResult>> HandleAsync(
        string? limit, string? offset, Caller caller, ProjectPages pages, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (size, skipped) = (validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var page = await pages.ReadAsync(caller.AccountId, size, skipped, cancellationToken);
        return TypedResults.Ok(new ProjectListView(
            [.. page.Items.Select(ListedProjectView.Of)], page.Total, size, skipped, skipped + (long)page.Items.Count < page.Total));
    }
}
