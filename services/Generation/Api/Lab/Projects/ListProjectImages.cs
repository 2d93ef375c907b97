using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>A page of a project's images, by <c>sort_order</c>, then the last added first.</summary>
internal sealed record ProjectImageListView(IReadOnlyList<ProjectImageView> Images, int Total, int Limit, int Offset, bool HasMore);

internal static class ListProjectImages
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    /// <param name="limit">1 to 500, 100 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<ProjectImageListView>, FailureResult>> HandleAsync(
        string id, string? limit, string? offset, Caller caller, ProjectPages pages, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (size, skipped) = (validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!LabIds.TryParse(id, out var project))
            return (FailureResult)LabIds.Invalid("project");
        if (await pages.ImagesAsync(caller.AccountId, project, size, skipped, cancellationToken) is not { } page)
            return (FailureResult)ErrorCodes.ProjectNotFound;
        var origin = links.OriginOf(http);
        return TypedResults.Ok(new ProjectImageListView(
            [.. page.Items.Select(image => ProjectImageView.Of(image, links, origin))], page.Total, size, skipped, skipped + (long)page.Items.Count < page.Total));
    }
}
