using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Favorites;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <param name="Action"><c>add</c>, <c>remove</c> or <c>move</c>.</param>
/// <param name="ImageIds">What to add, at most 100.</param>
/// <param name="FavoriteIds">What to remove or move, at most 100.</param>
/// <param name="FolderId">Where to add or move them; null for no folder.</param>
internal sealed record ChangeFavoritesRequest(string? Action, IReadOnlyList<string?>? ImageIds, IReadOnlyList<string?>? FavoriteIds, string? FolderId);

/// <param name="Failed">Unknown ones, and those that were favourites already.</param>
internal sealed record ChangedFavoritesView(bool Success, int Processed, int Failed, string Message);

/// <summary>Many favourites at once, in one statement.</summary>
internal static class ChangeFavorites
{
    private const int MaxIds = 100;

    public static async Task<Results<Ok<ChangedFavoritesView>, FailureResult>> HandleAsync(
        ChangeFavoritesRequest body, Caller caller, FavoriteStore store, CancellationToken cancellationToken)
    {
        if (body.Action is not ("add" or "remove" or "move"))
            return (FailureResult)new ApiFailure(ErrorCodes.MalformedRequest) { Message = "Invalid action" };
        var (field, sent) = body.Action == "add" ? ("image_ids", body.ImageIds) : ("favorite_ids", body.FavoriteIds);
        var validation = new RequestValidation();
        if (sent is null)
            validation.Add(field, "missing", "Field required");
        else if (sent.Count is < 1 or > MaxIds)
            validation.Add(field, "value_error", $"List should have 1 to {MaxIds} items");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        Guid? folder = null;
        if (body.FolderId is { } text)
        {
            if (!LabIds.TryParse(text, out var id))
                return (FailureResult)LabIds.Invalid("folder");
            folder = id;
        }

        // What is no id is nobody's, and counts as failed like one that is not there.
        var ids = sent!.Select(static one => LabIds.TryParse(one, out var id) ? id : Guid.Empty).Where(static id => id != Guid.Empty).ToList();
        var (done, word) = body.Action switch
        {
            "add" => (await store.AddAsync(caller.AccountId, ids, folder, note: null, cancellationToken), "Added"),
            "remove" => (await store.RemoveAsync(caller.AccountId, ids, cancellationToken), "Removed"),
            _ => (await store.MoveAsync(caller.AccountId, ids, folder, cancellationToken), "Moved"),
        };
        return TypedResults.Ok(new ChangedFavoritesView(Success: true, done.Count, sent!.Count - done.Count, $"{word} {done.Count} favorites"));
    }
}
