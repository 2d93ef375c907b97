namespace NanoBanana.Generation.Imaging;

/// <summary>Measures and converts images. What works on pixels is done by <see cref="PixelThreads"/>: until it is, the bytes stay the caller's to keep.</summary>
internal interface IImageCodec
{
    /// <summary>Reads format and size and checks that the file is whole (lengths, checksums, end marker); null when it is damaged.</summary>
    ImageInfo? Measure(ReadOnlySpan<byte> image);

    /// <summary>Whether all of its pixels can be decoded. Takes tens of milliseconds of a core.</summary>
    Task<bool> IsDecodableAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default);

    /// <summary>Decodes and writes a PNG, scaled to the given size when it differs; null when the pixels cannot be decoded. Takes tens of milliseconds of a core.</summary>
    Task<PooledBytes?> ToPngAsync(ReadOnlyMemory<byte> image, int width, int height, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decodes and writes a JPEG of the same size, what is transparent upon white; null when the pixels cannot be decoded. Takes tens of milliseconds of a core.
    /// </summary>
    /// <param name="quality">0 to 100.</param>
    Task<PooledBytes?> ToJpegAsync(ReadOnlyMemory<byte> image, int quality, CancellationToken cancellationToken = default);

    /// <summary>The same as a WebP, which keeps what is transparent.</summary>
    /// <param name="quality">0 to 100.</param>
    Task<PooledBytes?> ToWebpAsync(ReadOnlyMemory<byte> image, int quality, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decodes and writes a WebP that fits into a square, never larger than the image itself; null when the pixels cannot be decoded. Takes
    /// tens of milliseconds of a core.
    /// </summary>
    /// <param name="edge">The square's side, in pixels.</param>
    Task<PooledBytes?> ToThumbnailAsync(ReadOnlyMemory<byte> image, int edge, CancellationToken cancellationToken = default);
}
