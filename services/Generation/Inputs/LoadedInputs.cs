using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Inputs;

/// <summary>What goes to a provider beside the prompt, held in memory until it is disposed of.</summary>
internal sealed class LoadedInputs(IDisposable? memory, IReadOnlyList<PooledBytes> bytes) : IDisposable
{
    public IReadOnlyList<ReferenceImage> References { get; set; } = [];

    public ReferenceImage? Mask { get; set; }

    /// <summary>Whether a blank image stands for those that the request did not bring.</summary>
    public bool IsBlank { get; init; }

    public void Dispose()
    {
        foreach (var image in bytes)
            image.Dispose();
        memory?.Dispose();
    }
}
