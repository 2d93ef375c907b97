using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <param name="ImageIds">1 to 100 images of the account's history; the first is shown first.</param>
internal sealed record AddProjectImagesRequest(IReadOnlyList<string?>? ImageIds);

/// <param name="Skipped">Unknown ones, repeated ones, and those that lay there already.</param>
internal sealed record AddedProjectImagesView(bool Success, int Added, int Skipped);

/// <summary>Many images at once, all of them or, when there is no room, none.</summary>
internal static class AddProjectImages
{
    private const int MaxIds = 100;

    public static async Task<Results<Ok<AddedProjectImagesView>, FailureResult>> HandleAsync(
        string id, AddProjectImagesRequest body, Caller caller, ProjectStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.ImageIds is null)
            validation.Add("image_ids", "missing", "Field required");
        else if (body.ImageIds.Count is < 1 or > MaxIds)
            validation.Add("image_ids", "value_error", $"List should have 1 to {MaxIds} items");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!LabIds.TryParse(id, out var project))
            return (FailureResult)LabIds.Invalid("project");

        // What is no id is nobody's, and is skipped like one that is not there.
        var images = body.ImageIds!.Select(static text => LabIds.TryParse(text, out var image) ? image : Guid.Empty).Where(static image => image != Guid.Empty).ToList();
        return await store.AddImagesAsync(caller.AccountId, project, images, note: null, sortOrder: 0, cancellationToken) switch
        {
            AddImagesResult.Added done => TypedResults.Ok(new AddedProjectImagesView(Success: true, done.Images.Count, body.ImageIds!.Count - done.Images.Count)),
            AddImagesResult.Full => (FailureResult)ErrorCodes.ProjectFull,
            _ => (FailureResult)ErrorCodes.ProjectNotFound,
        };
    }
}
