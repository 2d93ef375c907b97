using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Measures a video and stores it as it is, under the job's own key: nothing is converted, and a file is never in memory as a whole.
/// There is no inline delivery: a video that the store does not take is lost, and not charged.
/// </summary>
internal sealed class VideoKeeper(IImageStore store, StoreCondition condition, GenerationMetrics metrics, IOptions<StorageOptions> options)
{
    private readonly string _folder = options.Value.EffectiveSpoolPath;

    /// <param name="result"><see cref="ProviderResult.Filmed"/>, or <see cref="ProviderResult.Delivered"/> of a provider that makes them in memory.</param>
    public async Task<KeptImage> KeepAsync(JobRecord job, int image, ProviderResult result)
    {
        if (result is ProviderResult.Filmed filmed)
        {
            await using var file = filmed.File;
            return await KeepAsync(job, image, file.Rewind(), file.Sha256);
        }

        using var bytes = ((ProviderResult.Delivered)result).Bytes;
        await using var content = bytes.OpenRead();
        return await KeepAsync(job, image, content, SHA256.HashData(bytes.Memory.Span));
    }

    /// <summary>The video of a job that a process stored before it died, under whichever name; null when there is none.</summary>
    public async Task<DeliveredImage?> FindAsync(Guid jobId, int image, CancellationToken cancellationToken)
    {
        if (!store.Keeps)
            return null;
        foreach (var mediaType in ImageNames.VideoTypes)
        {
            var key = ImageNames.StorageKey(jobId, image, mediaType);
            if (await store.OpenAsync(key, cancellationToken) is not { } stream)
                continue;

            // What comes from an object store cannot be read from its middle.
            await using (stream)
            await using (var file = await SpooledFile.CopyAsync(stream, _folder, cancellationToken))
            {
                if (file is not null && await VideoFile.MeasureAsync(file.Rewind(), cancellationToken) is { } info && info.MediaType == mediaType)
                    return Of(info, key, file.Length, file.Sha256);
            }
        }

        return null;
    }

    private async Task<KeptImage> KeepAsync(JobRecord job, int image, Stream content, byte[] sha256)
    {
        if (await VideoFile.MeasureAsync(content, CancellationToken.None) is not { } info)
            return new KeptImage.Damaged(new ProviderResult.Failed(FailureClass.BadImage, "DAMAGED"));
        if (!store.Keeps)
            return new KeptImage.NotKept("no store");
        var key = ImageNames.StorageKey(job.Id, image, info.MediaType);
        try
        {
            content.Position = 0;
            await store.PutFileAsync(key, content, info.MediaType, CancellationToken.None);
            condition.Took();
        }
        catch (ImageStoreException exception)
        {
            metrics.StoreFailed(store.Backend);
            condition.Refused(key, (int)content.Length, exception);
            return new KeptImage.NotKept(exception.GetType().Name);
        }

        return new KeptImage.Kept(Of(info, key, content.Length, sha256));
    }

    /// <summary>The length fits: <see cref="SpooledFile.Limit"/> is below what 32 bits count.</summary>
    private static DeliveredImage Of(VideoInfo info, string key, long length, byte[] sha256) =>
        new(key, info.MediaType, info.Width, info.Height, (int)length, sha256, InlineUrl: null)
        {
            DurationMs = (int)Math.Round(info.Duration.TotalMilliseconds),
        };
}
