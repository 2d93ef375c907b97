using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.History;

/// <param name="ImageBase64">Its bytes, when they were asked for and are kept.</param>
internal sealed record HistoryDetailView(HistoryItemView Item, string? ImageUrl, string? ImageBase64);

internal static class GetHistoryItem
{
    /// <param name="includeImage">Whether the bytes are wanted in the answer.</param>
    public static async Task<Results<Ok<HistoryDetailView>, FailureResult>> HandleAsync(
        string id, [FromQuery(Name = "include_image")] string? includeImage, Caller caller, HistoryStore history, IImageStore store, ImageLinks links, HttpRequest http,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var isIncluded = ListQuery.Bool(validation, "include_image", includeImage);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (caller.Principal.Kind == PrincipalKind.Anonymous || HistoryId.Of(id) is not { } name
            || await history.FindAsync(caller.AccountId, name, cancellationToken) is not { } image)
        {
            return (FailureResult)ErrorCodes.HistoryItemNotFound;
        }

        var view = HistoryItemView.Of(image, links, http);
        try
        {
            return TypedResults.Ok(new HistoryDetailView(view, view.Url, isIncluded ? await BytesAsync(image, store, cancellationToken) : null));
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        }
    }

    private static async Task<string?> BytesAsync(HistoryImage image, IImageStore store, CancellationToken cancellationToken)
    {
        if (image.StorageKey is null || await store.OpenAsync(image.StorageKey, cancellationToken) is not { } stream)
            return null;
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}
