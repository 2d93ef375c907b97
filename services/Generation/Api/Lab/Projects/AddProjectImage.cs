using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <param name="ImageId">An image of the account's history.</param>
/// <param name="Note">At most 1,000 characters.</param>
/// <param name="SortOrder">Lower ones come first; 0 unless given.</param>
internal sealed record AddProjectImageRequest(string? ImageId, string? Note, int SortOrder = 0);

internal sealed record SavedProjectImageView(bool Success, ProjectImageView Image);

internal static class AddProjectImage
{
    private const int MaxNote = 1_000;

    public static async Task<Results<Ok<SavedProjectImageView>, FailureResult>> HandleAsync(
        string id, AddProjectImageRequest body, Caller caller, ProjectStore store, ProjectPages pages, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.ImageId is null)
            validation.Add("image_id", "missing", "Field required");
        validation.Text("note", body.Note, 0, MaxNote, required: false);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!ProjectIds.TryParse(id, body.ImageId, out var project, out var image))
            return (FailureResult)ProjectIds.Invalid;
        return await store.AddImagesAsync(caller.AccountId, project, [image], body.Note, body.SortOrder, cancellationToken) switch
        {
            AddImagesResult.NoProject => (FailureResult)ErrorCodes.ProjectNotFound,
            AddImagesResult.Full => (FailureResult)ErrorCodes.ProjectFull,
            AddImagesResult.Added { Own.Count: 0 } => (FailureResult)ErrorCodes.ImageNotFound,
            AddImagesResult.Added { Images.Count: 0 } => (FailureResult)ErrorCodes.AlreadyInProject,

            // It may have been deleted since.
            _ => await pages.FindImageAsync(caller.AccountId, project, image, cancellationToken) is { } added
                ? TypedResults.Ok(new SavedProjectImageView(Success: true, ProjectImageView.Of(added, links, links.OriginOf(http))))
                : (FailureResult)ErrorCodes.ImageNotFound,
        };
    }
}
