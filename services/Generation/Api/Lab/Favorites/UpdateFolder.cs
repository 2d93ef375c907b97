using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Favorites;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Favorites;

internal static class UpdateFolder
{
    public static async Task<Results<Ok<SavedFolderView>, FailureResult>> HandleAsync(
        string id, FolderRequest body, Caller caller, FavoriteStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        body.Check(validation, isNew: false);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!LabIds.TryParse(id, out var folderId))
            return (FailureResult)LabIds.Invalid("folder");
        return await store.UpdateFolderAsync(caller.AccountId, folderId, body.Name, body.Description, cancellationToken) is { } folder
            ? TypedResults.Ok(new SavedFolderView(Success: true, FolderView.Of(folder)))
            : (FailureResult)ErrorCodes.FolderNotFound;
    }
}
