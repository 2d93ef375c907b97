using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Favorites;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Favorites;

internal static class RemoveFavorite
{
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(
        string id, Caller caller, FavoriteStore store, CancellationToken cancellationToken)
    {
        if (!LabIds.TryParse(id, out var favorite))
            return (FailureResult)LabIds.Invalid("favorite");
        return (await store.RemoveAsync(caller.AccountId, [favorite], cancellationToken)).Count == 1
            ? TypedResults.Ok(new DoneView(Success: true, "Favorite removed successfully"))
            : (FailureResult)ErrorCodes.FavoriteNotFound;
    }
}
