using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Imaging;

/// <summary>Measures by reading the file's structure, and converts with libgd.</summary>
internal sealed class GdImageCodec(IOptions<ImagingOptions> options) : IImageCodec
{
    // Level 6 takes three times as long for files a few percent smaller.
    private const int PngLevel = 3;

    private readonly long _maxPixels = options.Value.MaxMegapixels * 1_000_000L;

    /// <summary>
    /// One for each core. Work on pixels is pure computing: more of it at once only makes all of it late and holds more memory.
    /// </summary>
    internal static SemaphoreSlim Slots { get; } = new(Environment.ProcessorCount);

    public ImageInfo? Measure(ReadOnlySpan<byte> image) =>
        PngFile.Measure(image) ?? JpegFile.Measure(image) ?? WebpFile.Measure(image);

    public PooledBytes? ToPng(ReadOnlySpan<byte> image, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (Measure(image) is not { } info || (long)info.Width * info.Height > _maxPixels || (long)width * height > _maxPixels)
            return null;
        if (!Gd.IsInstalled)
            throw new InvalidOperationException(Gd.MissingMessage);

        Slots.Wait();
        try
        {
            return Convert(image, info, width, height);
        }
        finally
        {
            Slots.Release();
        }
    }

    /// <summary>Encodes a gd image as PNG into a rented buffer.</summary>
    internal static PooledBytes? EncodePng(nint picture)
    {
        var encoded = Gd.ToPng(picture, out var size, PngLevel);
        if (encoded == 0)
            return null;
        try
        {
            var rented = ArrayPool<byte>.Shared.Rent(size);
            Marshal.Copy(encoded, rented, 0, size);
            return new PooledBytes(rented, size);
        }
        finally
        {
            Gd.Free(encoded);
        }
    }

    private static PooledBytes? Convert(ReadOnlySpan<byte> image, ImageInfo info, int width, int height)
    {
        var source = Decode(image, info.MediaType);
        if (source == 0)
            return null;
        nint scaled = 0;
        try
        {
            if (info.Width == width && info.Height == height)
                return Encode(source, info);
            Gd.SetInterpolation(source, Gd.CatmullRom);
            scaled = Gd.Scale(source, (uint)width, (uint)height);
            return scaled == 0 ? null : Encode(scaled, info);
        }
        finally
        {
            if (scaled != 0)
                Gd.Destroy(scaled);
            Gd.Destroy(source);
        }
    }

    private static PooledBytes? Encode(nint picture, ImageInfo source)
    {
        if (source.MediaType != JpegFile.MediaType)
            Gd.SaveAlpha(picture, 1);
        return EncodePng(picture);
    }

    private static nint Decode(ReadOnlySpan<byte> image, string mediaType)
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
