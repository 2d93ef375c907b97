using System.Net.Mime;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.History;

/// <summary>An image's bytes, to its owner.</summary>
internal static class GetHistoryImage
{
    public static async Task<IResult> HandleAsync(
        string id, Caller caller, HistoryStore history, IImageStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        if (caller.Principal.Kind == PrincipalKind.Anonymous || HistoryId.Of(id) is not { } name
            || await history.FindAsync(caller.AccountId, name, cancellationToken) is not { StorageKey: { } key } image)
        {
            return (FailureResult)ErrorCodes.ImageNotFound;
        }

        try
        {
            if (await store.OpenAsync(key, cancellationToken) is not { } stream)
                return (FailureResult)ErrorCodes.ImageNotFound;
            response.Headers.ContentDisposition = new ContentDisposition { Inline = true, FileName = Path.GetFileName(image.Name) }.ToString();
            response.Headers.CacheControl = "private, max-age=3600";
            return TypedResults.Stream(stream, image.MediaType, lastModified: image.CreatedAt);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        }
    }
}
