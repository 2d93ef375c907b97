namespace NanoBanana.Generation.Imaging;

/// <summary>Measures and converts images.</summary>
internal interface IImageCodec
{
    /// <summary>Reads format and size and checks that the file is whole (lengths, checksums, end marker); null when it is damaged.</summary>
    ImageInfo? Measure(ReadOnlySpan<byte> image);

    /// <summary>Whether all of its pixels can be decoded. Takes tens of milliseconds of a core.</summary>
    bool IsDecodable(ReadOnlySpan<byte> image);

    /// <summary>Decodes and writes a PNG, scaled to the given size when it differs; null when the pixels cannot be decoded. Takes tens of milliseconds of a core.</summary>
    PooledBytes? ToPng(ReadOnlySpan<byte> image, int width, int height);

    /// <summary>
    /// Decodes and writes a JPEG of the same size, what is transparent upon white; null when the pixels cannot be decoded. Takes tens of milliseconds of a core.
    /// </summary>
    /// <param name="quality">0 to 100.</param>
    PooledBytes? ToJpeg(ReadOnlySpan<byte> image, int quality);

    /// <summary>The same as a WebP, which keeps what is transparent.</summary>
    /// <param name="quality">0 to 100.</param>
    PooledBytes? ToWebp(ReadOnlySpan<byte> image, int quality);

    /// <summary>
    /// Decodes and writes a WebP that fits into a square, never larger than the image itself; null when the pixels cannot be decoded. Takes
    /// tens of milliseconds of a core.
    /// </summary>
    /// <param name="edge">The square's side, in pixels.</param>
    PooledBytes? ToThumbnail(ReadOnlySpan<byte> image, int edge);
}
