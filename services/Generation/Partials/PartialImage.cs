using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Partials;

/// <summary>
/// An image that is not finished. Its bytes are the collector's: it goes to any number of readers of any speed, and none of them gives it back.
/// </summary>
/// <param name="Index">From 0, as its provider counts.</param>
/// <param name="Bytes">Encoded, whole by its structure, as a result is before it is kept.</param>
/// <param name="Info">As measured.</param>
internal sealed record PartialImage(int Index, byte[] Bytes, ImageInfo Info)
{
    /// <summary>A larger one is not shown. Those of a megapixel are one or two MB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Null for what is too large, or is no PNG, JPEG or WebP.</summary>
    public static PartialImage? Of(int index, ReadOnlySpan<byte> encoded, IImageCodec codec) =>
        encoded.Length <= MaxBytes && codec.Measure(encoded) is { } info ? new PartialImage(index, encoded.ToArray(), info) : null;
}
