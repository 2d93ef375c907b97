using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>The image itself stays.</summary>
internal static class RemoveProjectImage
{
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(
        string id, string imageId, Caller caller, ProjectStore store, CancellationToken cancellationToken)
    {
        if (!ProjectIds.TryParse(id, imageId, out var project, out var image))
            return (FailureResult)ProjectIds.Invalid;
        return await store.RemoveImageAsync(caller.AccountId, project, image, cancellationToken) switch
        {
            RemoveImageResult.Removed => TypedResults.Ok(new DoneView(Success: true, "Image removed successfully")),
            RemoveImageResult.NoImage => (FailureResult)ErrorCodes.ImageNotFound,
            _ => (FailureResult)ErrorCodes.ProjectNotFound,
        };
    }
}
