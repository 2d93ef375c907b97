using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.Images;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <param name="Url">Null when its bytes were not kept.</param>
/// <param name="ThumbnailUrl">A WebP of at most 512 pixels; null when its bytes were not kept.</param>
internal sealed record FavoriteImageView(Guid Id, string Filename, string Prompt, string? Url, string? ThumbnailUrl, DateTimeOffset CreatedAt);

/// <summary>A favourite with its image.</summary>
internal sealed record FavoriteView(Guid Id, FavoriteImageView Image, Guid? FolderId, string? FolderName, string? Note, DateTimeOffset CreatedAt)
{
    public static FavoriteView Of(FavoriteImage favorite, ImageLinks links, HttpRequest http) => new(
        favorite.Id,
        new FavoriteImageView(
            favorite.ImageId, Path.GetFileName(favorite.Name), favorite.Prompt,
            favorite.IsKept ? links.UrlOf(favorite.JobId, favorite.Image, favorite.MediaType, http) : null,
            favorite.IsKept ? links.ThumbnailOf(favorite.JobId, favorite.Image, favorite.MediaType, links.OriginOf(http)) : null, favorite.ImageCreatedAt),
        favorite.FolderId, favorite.FolderName, favorite.Note, favorite.CreatedAt);
}

/// <summary>A folder of favourites.</summary>
internal sealed record FolderView(Guid Id, string Name, string? Description, long FavoriteCount, DateTimeOffset CreatedAt)
{
    public static FolderView Of(FavoriteFolder folder) => new(folder.Id, folder.Name, folder.Description, folder.Favorites, folder.CreatedAt);
}

internal sealed record SavedFolderView(bool Success, FolderView Folder);
