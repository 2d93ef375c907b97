using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>Draws a picture from the prompt, without a key and without the network: the first image before any account exists.</summary>
internal sealed class SandboxProvider(IOptions<SandboxOptions> options, IEnumerable<ProviderOptions> others, ModelCatalogue catalogue, TimeProvider time) : IProvider
{
    public const string Model = "sandbox-1";
    private const string VideoModel = "sandbox-video-1";
    private const int MaxSide = 8192;
    private const long MaxPixels = 64_000_000;

    public string Name => "sandbox";

    public string DisplayName => "Sandbox";

    public bool IsAvailable { get; } = options.Value.Enabled ?? !others.Any(static other => other.IsConfigured);

    /// <summary>Beside a real provider it serves whoever names it, unless it is switched off.</summary>
    public bool MayBeNamed { get; } = options.Value.Enabled ?? true;

    /// <summary>Behind every real provider.</summary>
    public int Priority => 1_000;

    public IReadOnlyList<ProviderModel> Models { get; } = catalogue.Offered("sandbox", Model, new ProviderModel(Model));

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (request.Model != (request.Kind == MediaKind.Video ? VideoModel : Model))
            return new ProviderResult.Failed(FailureClass.Gone, "NO_SUCH_MODEL");
        if (request.Width is < 1 or > MaxSide || request.Height is < 1 or > MaxSide || (long)request.Width * request.Height > MaxPixels)
            return new ProviderResult.Failed(FailureClass.BadInput, "SIZE");
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.DelayMs), time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new ProviderResult.Failed(FailureClass.NotSent, "CANCELLED");
        }

        try
        {
            return await PixelThreads.RunAsync(() => Draw(request, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new ProviderResult.Failed(FailureClass.TimedOut, "CANCELLED");
        }
    }

    private static ProviderResult Draw(ProviderRequest request, CancellationToken cancellationToken) => request.Kind == MediaKind.Video
        ? Delivered(Film.Of(request, cancellationToken), AnimatedPng.MediaType)
        : Delivered(Painting.Of(request.Prompt, request.Seed, request.Width, request.Height, references: request.References, mask: request.Mask), PngFile.MediaType);

    private static ProviderResult Delivered(PooledBytes? bytes, string mediaType) =>
        bytes is null ? new ProviderResult.Failed(FailureClass.Failed, "NOT_DRAWN") : new ProviderResult.Delivered(bytes, mediaType);
}
