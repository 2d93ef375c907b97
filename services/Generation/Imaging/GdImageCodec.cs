using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Imaging;

/// <summary>Measures by reading the file's structure, and converts with libgd.</summary>
internal sealed class GdImageCodec(IOptions<ImagingOptions> options) : IImageCodec
{
    // Level 6 takes three times as long for files a few percent smaller.
    private const int PngLevel = 3;

    // Above 80 files grow by half for what nobody sees at this size.
    private const int WebpQuality = 80;

    private const int White = 0xFFFFFF;

    private static readonly Task<PooledBytes?> Nothing = Task.FromResult<PooledBytes?>(null);

    private readonly long _maxPixels = options.Value.MaxMegapixels * 1_000_000L;

    public ImageInfo? Measure(ReadOnlySpan<byte> image) =>
        PngFile.Measure(image) ?? JpegFile.Measure(image) ?? WebpFile.Measure(image);

    public async Task<bool> IsDecodableAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default)
    {
        if (Measure(image.Span) is not { } info)
            return false;
        using var decoded = await ConvertAsync(image, info, info.Width, info.Height, static _ => new PooledBytes([], 0), cancellationToken);
        return decoded is not null;
    }

    public Task<PooledBytes?> ToPngAsync(ReadOnlyMemory<byte> image, int width, int height, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return (long)width * height <= _maxPixels && Measure(image.Span) is { } info ? ConvertAsync(image, info, width, height, EncodePng, cancellationToken) : Nothing;
    }

    public Task<PooledBytes?> ToJpegAsync(ReadOnlyMemory<byte> image, int quality, CancellationToken cancellationToken = default) =>
        Measure(image.Span) is { } info ? ConvertAsync(image, info, info.Width, info.Height, picture => EncodeJpeg(picture, quality), cancellationToken) : Nothing;

    public Task<PooledBytes?> ToWebpAsync(ReadOnlyMemory<byte> image, int quality, CancellationToken cancellationToken = default) => Measure(image.Span) is { } info
        ? ConvertAsync(image, info, info.Width, info.Height, picture => Take(Gd.ToWebp(picture, out var size, quality), size), cancellationToken)
        : Nothing;

    public Task<PooledBytes?> ToThumbnailAsync(ReadOnlyMemory<byte> image, int edge, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(edge);
        if (Measure(image.Span) is not { } info)
            return Nothing;
        var shrink = Math.Min(1.0, (double)edge / Math.Max(info.Width, info.Height));
        return ConvertAsync(image, info, Shrunk(info.Width), Shrunk(info.Height), EncodeWebp, cancellationToken);

        int Shrunk(int length) => Math.Max(1, (int)Math.Round(length * shrink));
    }

    /// <summary>Encodes a gd image as PNG into a rented buffer.</summary>
    internal static PooledBytes? EncodePng(nint picture) => Take(Gd.ToPng(picture, out var size, PngLevel), size);

    /// <summary>A JPEG has no transparency: encoded as it is, what nobody was to see would show.</summary>
    private static PooledBytes? EncodeJpeg(nint picture, int quality)
    {
        var (width, height) = (Gd.WidthOf(picture), Gd.HeightOf(picture));
        var paper = Gd.Create(width, height);
        if (paper == 0)
            return null;
        try
        {
            Gd.FillRectangle(paper, 0, 0, width - 1, height - 1, White);
            Gd.SetBlending(paper, 1);
            Gd.Copy(paper, picture, 0, 0, 0, 0, width, height);
            return Take(Gd.ToJpeg(paper, out var size, quality), size);
        }
        finally
        {
            Gd.Destroy(paper);
        }
    }

    private static PooledBytes? EncodeWebp(nint picture) => Take(Gd.ToWebp(picture, out var size, WebpQuality), size);

    private static PooledBytes? Take(nint encoded, int size)
    {
        if (encoded == 0)
            return null;
        try
        {
            var rented = ImageBuffers.Pool.Rent(size);
            Marshal.Copy(encoded, rented, 0, size);
            return new PooledBytes(rented, size);
        }
        finally
        {
            Gd.Free(encoded);
        }
    }

    private Task<PooledBytes?> ConvertAsync(
        ReadOnlyMemory<byte> image, ImageInfo info, int width, int height, Func<nint, PooledBytes?> encode, CancellationToken cancellationToken)
    {
        if ((long)info.Width * info.Height > _maxPixels)
            return Nothing;
        return Gd.IsInstalled
            ? PixelThreads.RunAsync(() => Convert(image.Span, info, width, height, encode), cancellationToken)
            : throw new InvalidOperationException(Gd.MissingMessage);
    }

    private static PooledBytes? Convert(ReadOnlySpan<byte> image, ImageInfo info, int width, int height, Func<nint, PooledBytes?> encode)
    {
        var source = Decode(image, info.MediaType);
        if (source == 0)
            return null;
        nint scaled = 0;
        try
        {
            // Not every encoder takes a palette, and nothing can be interpolated in one.
            Gd.ToTrueColor(source);
            if (info.Width == width && info.Height == height)
                return Encode(source, info, encode);
            Gd.SetInterpolation(source, Gd.CatmullRom);
            scaled = Gd.Scale(source, (uint)width, (uint)height);
            return scaled == 0 ? null : Encode(scaled, info, encode);
        }
        finally
        {
            if (scaled != 0)
                Gd.Destroy(scaled);
            Gd.Destroy(source);
        }
    }

    private static PooledBytes? Encode(nint picture, ImageInfo source, Func<nint, PooledBytes?> encode)
    {
        if (source.MediaType != JpegFile.MediaType)
            Gd.SaveAlpha(picture, 1);
        return encode(picture);
    }

    /// <summary>A gd image, to be destroyed by whoever asked; 0 when it cannot be decoded.</summary>
    internal static nint Decode(ReadOnlySpan<byte> image, string mediaType)
    {
        ref var first = ref MemoryMarshal.GetReference(image);
        Gd.TakeComplaint();
        var picture = mediaType switch
        {
            PngFile.MediaType => Gd.FromPng(image.Length, ref first),
            JpegFile.MediaType => Gd.FromJpeg(image.Length, ref first, ignoreWarnings: 0),
            _ => Gd.FromWebp(image.Length, ref first),
        };

        // A complaint means pixels that the library made up.
        if (!Gd.TakeComplaint() || picture == 0)
            return picture;
        Gd.Destroy(picture);
        return 0;
    }
}
