using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Favorites;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <summary>The account's folders, by name.</summary>
internal sealed record FolderListView(IReadOnlyList<FolderView> Folders, int Total);

internal static class ListFolders
{
    public static async Task<Ok<FolderListView>> HandleAsync(Caller caller, FavoritePages pages, CancellationToken cancellationToken)
    {
        var folders = await pages.FoldersAsync(caller.AccountId, cancellationToken);
        return TypedResults.Ok(new FolderListView([.. folders.Select(FolderView.Of)], folders.Count));
    }
}
