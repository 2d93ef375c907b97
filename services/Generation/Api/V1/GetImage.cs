using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>
/// An image or a video by its stable address: to whoever has the signed one, and to its owner. A store that signs gets a redirect to a fresh
/// address of its own; anything else is streamed.
/// </summary>
internal static class GetImage
{
    private const string Cacheable = "public, max-age=86400";

    public static async Task<IResult> HandleAsync(
        string name, string? sig, Caller caller, GenerationDbContext database, ImageLinks links, IImageStore store,
        IOptions<ImageLinkOptions> options, HttpContext http, CancellationToken cancellationToken)
    {
        if (!ImageNames.TryParse(name, out var jobId, out var ordinal, out var mediaType)
            || !http.Request.Path.StartsWithSegments($"/v1/{ImageNames.FolderOf(mediaType)}", StringComparison.OrdinalIgnoreCase))
        {
            return (FailureResult)ErrorCodes.ImageNotFound;
        }

        var isSigned = links.IsSigned(name, sig);
        var account = caller.AccountId;
        var image = await database.Images.AsNoTracking()
            .FirstOrDefaultAsync(row => row.JobId == jobId && row.Image == ordinal && row.MediaType == mediaType && row.DeletedAt == null && (isSigned || row.AccountId == account),
                cancellationToken);
        if (image is null)
            return (FailureResult)ErrorCodes.ImageNotFound;
        if (image.StorageKey is null)
            return (FailureResult)ErrorCodes.ResultNotKept;

        var lifetime = TimeSpan.FromSeconds(options.Value.RedirectLifetimeSeconds);
        if (store.SignedUrl(image.StorageKey, lifetime) is { } address)
        {
            // Kept by caches for less time than the address it leads to is good for.
            http.Response.Headers.CacheControl = $"private, max-age={(int)lifetime.TotalSeconds / 2}";
            return TypedResults.Redirect(address.AbsoluteUri);
        }

        Stream? stream;
        try
        {
            stream = await store.OpenAsync(image.StorageKey, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        }

        if (stream is null)
            return (FailureResult)ErrorCodes.ImageNotFound;
        http.Response.Headers.CacheControl = Cacheable;
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(image.Sha256)}\"");
        return TypedResults.Stream(stream, image.MediaType, lastModified: image.CreatedAt, entityTag: tag, enableRangeProcessing: true);
    }
}
