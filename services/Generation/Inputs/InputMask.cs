using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Brings a mask into the one form that providers take: a PNG of exactly the first image's size, transparent where that may be changed. Callers send such a mask, or
/// one that is white there and black elsewhere, as older clients paint them.
/// </summary>
internal sealed class InputMask(IImageStore store, InputStore inputs)
{
    /// <summary>The mask in that form, kept beside the one that was sent; or why it is no mask for this image.</summary>
    public async Task<(InputImage? Input, ApiFailure? Failure)> KeepAsync(
        (InputImage? Input, ApiFailure? Failure) sent, InputImage image, Guid accountId, CancellationToken cancellationToken)
    {
        if (sent.Input is not { } mask)
            return sent;
        if (!ModelFit.IsSameShape(mask.Width, mask.Height, image.Width, image.Height))
            return (null, InputFailures.Of("mask", "The mask has another shape than the image"));
        using var png = await PaintAsync(mask, image, cancellationToken);
        if (png is null)
            return (null, InputFailures.Of("mask", "The mask marks nothing that may be changed"));
        return (await inputs.AddAsync(mask, accountId, png.Memory, new ImageInfo(PngFile.MediaType, image.Width, image.Height), cancellationToken), null);
    }

    private async Task<PooledBytes?> PaintAsync(InputImage mask, InputImage image, CancellationToken cancellationToken)
    {
        await using var stream = await store.OpenAsync(mask.StorageKey!, cancellationToken)
            ?? throw new ImageStoreException("A mask that was kept a moment ago is gone.");
        using var bytes = await PooledBytes.ReadAsync(stream, (int)mask.Length, cancellationToken);
        var grow = (int)(mask.Grow * Math.Max(image.Width, image.Height));
        return await PixelThreads.RunAsync(() => MaskImage.ToPng(bytes.Memory.Span, mask.MediaType!, image.Width, image.Height, grow), cancellationToken);
    }
}
