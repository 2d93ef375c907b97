using System.Net.Mime;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>A project with all its images, in one file.</summary>
/// <param name="ExportedAt">When it was read.</param>
/// <param name="Images">In the order of the list. Written as they are read, so that memory does not grow with them.</param>
internal sealed record ProjectExportView(DateTimeOffset ExportedAt, ProjectView Project, IAsyncEnumerable<ProjectImageView> Images);

internal static class ExportProject
{
    public static async Task<Results<Ok<ProjectExportView>, FailureResult>> HandleAsync(
        string id, Caller caller, ProjectStore store, ProjectPages pages, ImageLinks links, TimeProvider time, HttpContext http, CancellationToken cancellationToken)
    {
        if (!LabIds.TryParse(id, out var known))
            return (FailureResult)LabIds.Invalid("project");
        if (await store.FindAsync(caller.AccountId, known, cancellationToken) is not { } project)
            return (FailureResult)ErrorCodes.ProjectNotFound;

        // The first piece is read before anything is written: a database that does not answer is still a failure with a status of its own.
        var images = pages.AllImagesAsync(caller.AccountId, known, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasImages = await images.MoveNextAsync();
        http.Response.RegisterForDisposeAsync(images);
        http.Response.Headers.ContentDisposition = new ContentDisposition { FileName = $"project-{known:D}.json" }.ToString();
        return TypedResults.Ok(new ProjectExportView(
            time.GetUtcNow(), ProjectView.Of(project), ViewsAsync(images, hasImages, links, links.OriginOf(http.Request), cancellationToken)));
    }

    private static async IAsyncEnumerable<ProjectImageView> ViewsAsync(
        IAsyncEnumerator<PlacedImage> images, bool hasNext, ImageLinks links, string origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (hasNext)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ProjectImageView.Of(images.Current, links, origin);
            hasNext = await images.MoveNextAsync();
        }
    }
}
