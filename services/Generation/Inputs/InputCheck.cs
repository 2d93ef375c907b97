using System.Globalization;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Whether bytes are an image that may be handed on: by what is in them, whatever their name or declared type say. The whole of it is decoded, so that nobody is
/// charged for what a provider could not read; what hides behind the end of an image is refused with it.
/// </summary>
internal sealed class InputCheck(IImageCodec codec, IOptions<InputOptions> options)
{
    // As many as are worked on at once; whoever waits does not hold its bytes yet.
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);
    private readonly long _maxPixels = options.Value.MaxMegapixels * 1_000_000L;

    /// <summary>What it is, or what is wrong with it in words for its sender.</summary>
    public async Task<(ImageInfo? Info, string? Fault)> CheckAsync(SpooledFile file, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
            return (null, "The image is empty");
        await Places.WaitAsync(cancellationToken);
        try
        {
            using var bytes = await PooledBytes.ReadAsync(file.Rewind(), (int)file.Length, cancellationToken);
            return await CheckAsync(bytes.Memory, cancellationToken);
        }
        finally
        {
            Places.Release();
        }
    }

    private async Task<(ImageInfo? Info, string? Fault)> CheckAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (codec.Measure(bytes.Span) is not { } info)
            return (null, "The image is not a whole PNG, JPEG or WebP file");
        if ((long)info.Width * info.Height > _maxPixels)
            return (null, string.Create(CultureInfo.InvariantCulture, $"The image has more than {options.Value.MaxMegapixels} million pixels"));
        return await codec.IsDecodableAsync(bytes, cancellationToken) ? (info, null) : (null, "The image's pixels cannot be decoded");
    }
}
