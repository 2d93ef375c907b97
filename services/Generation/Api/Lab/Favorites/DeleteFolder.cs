using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Favorites;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <summary>Its favourites stay.</summary>
internal static class DeleteFolder
{
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(
        string id, Caller caller, FavoriteStore store, CancellationToken cancellationToken)
    {
        if (!LabIds.TryParse(id, out var folder))
            return (FailureResult)LabIds.Invalid("folder");
        return await store.DeleteFolderAsync(caller.AccountId, folder, cancellationToken)
            ? TypedResults.Ok(new DoneView(Success: true, "Folder deleted successfully"))
            : (FailureResult)ErrorCodes.FolderNotFound;
    }
}
