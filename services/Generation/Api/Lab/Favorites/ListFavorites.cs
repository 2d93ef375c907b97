using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <summary>A page of favourites, newest first.</summary>
internal sealed record FavoriteListView(IReadOnlyList<FavoriteView> Favorites, long Total, int Limit, int Offset, bool HasMore);

internal static class ListFavorites
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <param name="folderId">Only those of one folder.</param>
    /// <param name="limit">1 to 100, 20 unless given.</param>
    /// <param name="offset">How many to pass over.</param>
    public static async Task<Results<Ok<FavoriteListView>, FailureResult>> HandleAsync(
        [FromQuery(Name = "folder_id")] string? folderId, string? limit, string? offset, Caller caller, FavoritePages pages, ImageLinks links, HttpRequest http,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (size, skipped) = (validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        Guid? folder = null;
        if (!string.IsNullOrEmpty(folderId))
        {
            if (!LabIds.TryParse(folderId, out var id))
                return (FailureResult)LabIds.Invalid("folder");
            folder = id;
        }

        var page = await pages.ReadAsync(caller.AccountId, folder, size, skipped, cancellationToken);
        return TypedResults.Ok(new FavoriteListView(
            [.. page.Items.Select(favorite => FavoriteView.Of(favorite, links, http))], page.Total, size, skipped, page.HasMore));
    }
}
