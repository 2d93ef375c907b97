using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Jobs;

/// <summary>Keeps what a provider delivered as what was asked for, and finds it again.</summary>
internal sealed class ResultKeeper(ImageKeeper images, VideoKeeper videos)
{
    /// <param name="result"><see cref="ProviderResult.Delivered"/> or <see cref="ProviderResult.Filmed"/>; its bytes are disposed here.</param>
    /// <param name="isAwaited">Whether somebody waits who can take an image inline.</param>
    public Task<KeptImage> KeepAsync(JobRecord job, int image, ProviderResult result, bool isAwaited) => job.Request.Kind == MediaKind.Video
        ? videos.KeepAsync(job, image, result)
        : images.KeepAsync(job, image, (ProviderResult.Delivered)result, isAwaited);

    /// <summary>What a process stored before it died; null when there is nothing.</summary>
    public Task<DeliveredImage?> FindAsync(JobRecord job, int image, CancellationToken cancellationToken) => job.Request.Kind == MediaKind.Video
        ? videos.FindAsync(job.Id, image, cancellationToken)
        : images.FindAsync(job.Id, image, cancellationToken);
}
