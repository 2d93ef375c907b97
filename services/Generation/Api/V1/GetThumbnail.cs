using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Thumbnails;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>An image's thumbnail by its stable address, to whoever has the signed one and to the owner. It goes with its image.</summary>
internal static class GetThumbnail
{
    private const string Cacheable = "public, max-age=86400";

    public static async Task<IResult> HandleAsync(
        string name, string? sig, Caller caller, GenerationDbContext database, ImageLinks links, ThumbnailMaker thumbnails, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (!ThumbnailNames.TryParse(name, out var jobId, out var ordinal))
            return (FailureResult)ErrorCodes.ImageNotFound;
        var isSigned = links.IsSigned(name, sig);
        var account = caller.AccountId;
        var image = await database.Images.AsNoTracking().FirstOrDefaultAsync(
            row => row.JobId == jobId && row.Image == ordinal && row.MediaType == ImageNames.MediaType && row.DeletedAt == null && (isSigned || row.AccountId == account),
            cancellationToken);
        if (image is null)
            return (FailureResult)ErrorCodes.ImageNotFound;
        if (image.StorageKey is null)
            return (FailureResult)ErrorCodes.ResultNotKept;
        try
        {
            if (await thumbnails.GetAsync(jobId, ordinal, image.StorageKey, cancellationToken) is not { } bytes)
                return (FailureResult)ErrorCodes.ImageNotFound;
            response.Headers.CacheControl = Cacheable;
            return TypedResults.Bytes(bytes, ThumbnailNames.MediaType, lastModified: image.CreatedAt);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        }
    }
}
