using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Favorites;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Favorites;

/// <param name="Name">1 to 100 characters.</param>
/// <param name="Description">At most 500 characters.</param>
internal sealed record FolderRequest(string? Name, string? Description)
{
    private const int MaxName = 100;
    private const int MaxDescription = 500;

    public void Check(RequestValidation validation, bool isNew)
    {
        validation.Text("name", Name, 1, MaxName, isNew);
        validation.Text("description", Description, 0, MaxDescription, required: false);
    }
}

internal static class CreateFolder
{
    public static async Task<Results<Ok<SavedFolderView>, FailureResult>> HandleAsync(
        FolderRequest body, Caller caller, FavoriteStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        body.Check(validation, isNew: true);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await store.AddFolderAsync(caller.AccountId, body.Name!, body.Description, cancellationToken) is { } folder
            ? TypedResults.Ok(new SavedFolderView(Success: true, FolderView.Of(folder)))
            : (FailureResult)new ApiFailure(ErrorCodes.MalformedRequest) { Message = $"Maximum number of folders ({FavoriteStore.MaxFolders}) reached" };
    }
}
