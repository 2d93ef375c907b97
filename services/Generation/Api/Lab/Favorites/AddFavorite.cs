using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <param name="ImageId">An image of the account's history.</param>
/// <param name="FolderId">Null for none.</param>
/// <param name="Note">At most 1,000 characters.</param>
internal sealed record AddFavoriteRequest(string? ImageId, string? FolderId, string? Note);

internal sealed record SavedFavoriteView(bool Success, FavoriteView Favorite);

internal static class AddFavorite
{
    private const int MaxNote = 1_000;

    public static async Task<Results<Ok<SavedFavoriteView>, FailureResult>> HandleAsync(
        AddFavoriteRequest body, Caller caller, FavoriteStore store, FavoritePages pages, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.ImageId is null)
            validation.Add("image_id", "missing", "Field required");
        validation.Text("note", body.Note, 0, MaxNote, required: false);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!LabIds.TryParse(body.ImageId, out var image))
            return (FailureResult)LabIds.Invalid("image");
        Guid? folder = null;
        if (body.FolderId is { } text)
        {
            if (!LabIds.TryParse(text, out var id))
                return (FailureResult)LabIds.Invalid("folder");
            folder = id;
        }

        var (hasImage, hasFolder) = await pages.KnowsAsync(caller.AccountId, image, folder, cancellationToken);
        if (!hasImage)
            return (FailureResult)ErrorCodes.ImageNotFound;
        if (!hasFolder)
            return (FailureResult)ErrorCodes.FolderNotFound;
        return await store.AddAsync(caller.AccountId, [image], folder, body.Note, cancellationToken) is [var added]
            && await pages.FindAsync(caller.AccountId, added, cancellationToken) is { } favorite
                ? TypedResults.Ok(new SavedFavoriteView(Success: true, FavoriteView.Of(favorite, links, http)))
                : (FailureResult)ErrorCodes.AlreadyFavorited;
    }
}
