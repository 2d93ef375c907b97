using NanoBanana.Generation.Images;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Reads what a job brought along when an attempt is about to be sent, by whichever process sends it. Bytes are held within <see cref="MemoryBudget"/>, for as long
/// as the provider takes to answer, but not while an order that it took is waited for.
/// </summary>
internal sealed class JobInputs(IImageStore store, MemoryBudget memory, ImageLinks links, IConfiguration configuration)
{
    // The bytes themselves, and their base64 in the body and on the way to it.
    private const int CopiesHeld = 3;
    private readonly string? _origin = configuration["PublicUrl"]?.TrimEnd('/');

    /// <summary>Null for a job that brought nothing; a failure when something of it cannot be read.</summary>
    public async Task<(LoadedInputs? Inputs, ProviderResult? Obstacle)> LoadAsync(GenerationRequest request, ProviderModel model, CancellationToken cancellationToken)
    {
        if (request.Inputs is not { } inputs)
            return (model.NeutralBase && _origin is not null ? new LoadedInputs(null, []) { References = [NeutralBase.At(_origin)], IsBlank = true } : null, null);
        if (model.ReferencesByAddress)
            return (new LoadedInputs(null, []) { References = [.. inputs.Where(static input => !input.IsMask).Select(Linked)] }, null);
        return await ReadAsync(inputs, cancellationToken);
    }

    /// <summary>The same of images that are kept, for whoever takes bytes.</summary>
    public async Task<(LoadedInputs? Inputs, ProviderResult? Obstacle)> ReadAsync(IReadOnlyList<InputImage> inputs, CancellationToken cancellationToken)
    {
        var bytes = new List<PooledBytes>(inputs.Count);
        LoadedInputs? loaded = new(await memory.TakeAsync(inputs.Sum(static input => input.Length) * CopiesHeld, cancellationToken), bytes);
        try
        {
            foreach (var input in inputs)
            {
                // Its owner may have deleted it since.
                if (await ReadAsync(input, cancellationToken) is not { } read)
                    return (null, new ProviderResult.Failed(FailureClass.BadInput, "INPUT_GONE"));
                bytes.Add(read);
            }

            var images = inputs.Zip(bytes, static (input, read) => (input.IsMask, Image: new ReferenceImage(read.Memory, input.MediaType!))).ToList();
            loaded.References = [.. images.Where(static one => !one.IsMask).Select(static one => one.Image)];
            loaded.Mask = images.Where(static one => one.IsMask).Select(static one => one.Image).FirstOrDefault();
            var whole = loaded;
            loaded = null;
            return (whole, null);
        }
        catch (Exception exception) when (exception is ImageStoreException or IOException or HttpRequestException)
        {
            return (null, new ProviderResult.Unkept(exception.GetType().Name) { CostMicros = 0 });
        }
        finally
        {
            loaded?.Dispose();
        }
    }

    private async Task<PooledBytes?> ReadAsync(InputImage input, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(input.StorageKey!, cancellationToken) is not { } stream)
            return null;
        await using (stream)
            return await PooledBytes.ReadAsync(stream, (int)input.Length, cancellationToken);
    }

    private ReferenceImage Linked(InputImage input) => new(
        default, input.MediaType!,
        new Uri(input.JobId is { } job ? links.UrlOf(job, input.Image, input.MediaType!, _origin!) : links.InputOf(InputNames.FileName(input.StorageKey!), _origin!)));
}
