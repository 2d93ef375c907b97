using System.Security.Cryptography;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Jobs;

/// <summary>Measures what a provider delivered, brings it to the size and format asked for, and stores it under the job's own key.</summary>
internal sealed class ImageKeeper(IImageStore store, StoreCondition condition, IImageCodec codec, GenerationMetrics metrics)
{
    /// <summary>Stands for a failure of our own store among the failure classes.</summary>
    public const string StoreFailure = "store_failed";

    public async Task<KeptImage> KeepAsync(JobRecord job, int image, ProviderResult.Delivered delivered, bool isAwaited)
    {
        using var original = delivered.Bytes;
        if (codec.Measure(original.Memory.Span) is not { } info)
            return new KeptImage.Damaged(new ProviderResult.Failed(FailureClass.BadImage, "DAMAGED"));
        var (width, height) = TargetSize(job.Request, info);
        if (info.MediaType == ImageNames.MediaType && info.Width == width && info.Height == height)
            return await StoreAsync(job, image, original, width, height, isAwaited);

        using var converted = await codec.ToPngAsync(original.Memory, width, height);
        return converted is null
            ? new KeptImage.Damaged(new ProviderResult.Failed(FailureClass.BadImage, "UNDECODABLE"))
            : await StoreAsync(job, image, converted, width, height, isAwaited);
    }

    /// <summary>The image of a job that a process stored before it died; null when there is none.</summary>
    public async Task<DeliveredImage?> FindAsync(Guid jobId, int image, CancellationToken cancellationToken)
    {
        var key = ImageNames.StorageKey(jobId, image, ImageNames.MediaType);
        if (!store.Keeps || await store.OpenAsync(key, cancellationToken) is not { } stream)
            return null;
        await using (stream)
        {
            using var buffer = new MemoryStream();
            await stream.CopyToAsync(buffer, cancellationToken);
            var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
            return codec.Measure(bytes.Span) is { } info
                ? new DeliveredImage(key, info.MediaType, info.Width, info.Height, bytes.Length, SHA256.HashData(bytes.Span), InlineUrl: null)
                : null;
        }
    }

    private async Task<KeptImage> StoreAsync(JobRecord job, int image, PooledBytes png, int width, int height, bool isAwaited)
    {
        var key = store.Keeps ? ImageNames.StorageKey(job.Id, image, ImageNames.MediaType) : null;
        if (key is not null)
        {
            try
            {
                await store.PutAsync(key, png.Memory, ImageNames.MediaType, CancellationToken.None);
                condition.Took();
            }
            catch (ImageStoreException exception)
            {
                metrics.StoreFailed(store.Backend);
                condition.Refused(key, png.Length, exception);

                // An object store that is down does not cost a waiting caller the image; a disk that is full is ours to mend.
                if (store.Backend != "s3" || !isAwaited)
                    return new KeptImage.NotKept(exception.GetType().Name);
                key = null;
            }
        }

        var inlineUrl = key is null ? $"data:{ImageNames.MediaType};base64,{Convert.ToBase64String(png.Memory.Span)}" : null;
        return new KeptImage.Kept(new DeliveredImage(
            key, ImageNames.MediaType, width, height, png.Length, SHA256.HashData(png.Memory.Span), inlineUrl));
    }

    /// <summary>The size asked for when only scaling lies between; otherwise the provider's own, which the caller is told.</summary>
    private static (int Width, int Height) TargetSize(GenerationRequest request, ImageInfo info)
    {
        if (request.Resolution is not null)
            return (info.Width, info.Height);
        var asked = (double)request.Width / request.Height;
        var got = (double)info.Width / info.Height;
        return Math.Abs((asked / got) - 1) < ModelFit.Tolerance ? (request.Width, request.Height) : (info.Width, info.Height);
    }
}
