using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>
/// Gets the bytes of what was made in the format that a caller wants, into temporary files: all of them before an answer begins, so that a store that fails is an
/// answer of its own and not the end of half of one.
/// </summary>
internal sealed class OpenAiFiles(IImageStore store, IImageCodec codec, IOptions<StorageOptions> storage)
{
    // As many as are worked on at once; whoever waits does not hold its bytes yet.
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);
    private readonly string _folder = storage.Value.EffectiveSpoolPath;

    /// <summary>In the order of the images; they end with the response.</summary>
    public async Task<(IReadOnlyList<SpooledFile> Files, ApiFailure? Failure)> ReadAsync(
        JobOutcome outcome, OpenAiDelivery delivery, HttpResponse response, CancellationToken cancellationToken)
    {
        var files = new List<SpooledFile>(outcome.Images.Count);
        try
        {
            foreach (var image in outcome.Images)
            {
                await using var stream = await OpenAsync(outcome.JobId, image, cancellationToken);
                if (stream is null)
                    return ([], new ApiFailure(image.IsKept ? ErrorCodes.ImageNotFound : ErrorCodes.ResultNotKept));
                if (await CopyAsync(stream, delivery, cancellationToken) is not { } file)
                    return ([], new ApiFailure(ErrorCodes.Internal));
                response.RegisterForDisposeAsync(file);
                files.Add(file);
            }

            return (files, null);
        }
        catch (ImageStoreException)
        {
            // The images are made and paid for: a repeat under the same key brings them.
            return ([], new ApiFailure(ErrorCodes.ServiceUnavailable));
        }
    }

    /// <summary>A partial image in that format; null when its pixels cannot be decoded. It keeps its own size.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(PartialImage partial, OpenAiDelivery delivery, CancellationToken cancellationToken)
    {
        if (partial.Info.MediaType == "image/" + delivery.Format)
            return partial.Bytes;
        await Places.WaitAsync(cancellationToken);
        try
        {
            using var converted = delivery.Format == "png"
                ? await codec.ToPngAsync(partial.Bytes, partial.Info.Width, partial.Info.Height, cancellationToken)
                : await EncodeAsync(partial.Bytes, delivery, cancellationToken);
            return converted is null ? null : (ReadOnlyMemory<byte>?)converted.Memory.ToArray();
        }
        finally
        {
            Places.Release();
        }
    }

    private async Task<Stream?> OpenAsync(Guid jobId, OutcomeImage image, CancellationToken cancellationToken)
    {
        if (image.IsKept)
            return await store.OpenAsync(ImageNames.StorageKey(jobId, image.Image, image.MediaType), cancellationToken);
        return image.InlineUrl is { } inline ? new MemoryStream(Convert.FromBase64String(inline[(inline.IndexOf(',', StringComparison.Ordinal) + 1)..]), writable: false) : null;
    }

    /// <summary>Null when its own pixels cannot be decoded.</summary>
    private async Task<SpooledFile?> CopyAsync(Stream stream, OpenAiDelivery delivery, CancellationToken cancellationToken)
    {
        var png = await SpooledFile.CopyAsync(stream, _folder, cancellationToken);
        if (png is null || delivery.Format == "png")
            return png;
        await using (png)
        {
            using var converted = await ConvertAsync(png, delivery, cancellationToken);
            if (converted is null)
                return null;
            using var bytes = converted.OpenRead();
            return await SpooledFile.CopyAsync(bytes, _folder, cancellationToken);
        }
    }

    private async Task<PooledBytes?> ConvertAsync(SpooledFile png, OpenAiDelivery delivery, CancellationToken cancellationToken)
    {
        await Places.WaitAsync(cancellationToken);
        try
        {
            using var bytes = await PooledBytes.ReadAsync(png.Rewind(), (int)png.Length, cancellationToken);
            return await EncodeAsync(bytes.Memory, delivery, cancellationToken);
        }
        finally
        {
            Places.Release();
        }
    }

    private Task<PooledBytes?> EncodeAsync(ReadOnlyMemory<byte> image, OpenAiDelivery delivery, CancellationToken cancellationToken) => delivery.Format == "jpeg"
        ? codec.ToJpegAsync(image, delivery.Compression, cancellationToken)
        : codec.ToWebpAsync(image, delivery.Compression, cancellationToken);
}
