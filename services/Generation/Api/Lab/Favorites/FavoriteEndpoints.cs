using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <summary>The routes under <c>/api/favorites</c>.</summary>
internal static class FavoriteEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var favorites = routes.MapGroup("/api/favorites").RequireUserOrKey().WithTags("Favorites").Fails(WireFamily.Lab, ErrorCodes.MissingCredential);

        favorites.MapGet("", ListFavorites.HandleAsync).WithName("ListFavorites").WithSummary("Lists favourites, newest first.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest);

        favorites.MapPost("", AddFavorite.HandleAsync).WithName("AddFavorite").WithSummary("Makes an image a favourite.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest, ErrorCodes.ImageNotFound, ErrorCodes.FolderNotFound, ErrorCodes.AlreadyFavorited);

        favorites.MapDelete("/{id}", RemoveFavorite.HandleAsync).WithName("RemoveFavorite").WithSummary("Removes a favourite; its image stays.")
            .Fails(WireFamily.Lab, ErrorCodes.MalformedRequest, ErrorCodes.FavoriteNotFound);

        favorites.MapPost("/bulk", ChangeFavorites.HandleAsync).WithName("ChangeFavorites").WithSummary("Adds, removes or moves many favourites.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest);

        favorites.MapGet("/folders", ListFolders.HandleAsync).WithName("ListFavoriteFolders").WithSummary("Lists the folders, by name.");

        favorites.MapPost("/folders", CreateFolder.HandleAsync).WithName("CreateFavoriteFolder").WithSummary("Makes a folder.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest);

        favorites.MapPut("/folders/{id}", UpdateFolder.HandleAsync).WithName("UpdateFavoriteFolder").WithSummary("Changes a folder.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest, ErrorCodes.FolderNotFound);

        favorites.MapDelete("/folders/{id}", DeleteFolder.HandleAsync).WithName("DeleteFavoriteFolder").WithSummary("Deletes a folder; its favourites stay.")
            .Fails(WireFamily.Lab, ErrorCodes.MalformedRequest, ErrorCodes.FolderNotFound);
    }
}
