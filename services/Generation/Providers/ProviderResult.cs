using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers;

/// <summary>How a provider attempt ended.</summary>
internal abstract record ProviderResult
{
    private ProviderResult()
    {
    }

    /// <summary>An image came back.</summary>
    /// <param name="Bytes">The encoded image, owned by the receiver.</param>
    /// <param name="MediaType">As the provider declared it; the bytes decide.</param>
    internal sealed record Delivered(PooledBytes Bytes, string MediaType) : ProviderResult;

    /// <summary>No image came back.</summary>
    /// <param name="Class">Why.</param>
    /// <param name="Detail">The provider's own reason as a short token (<c>PROHIBITED_CONTENT</c>, <c>HTTP 503</c>): safe to store, never its whole text.</param>
    /// <param name="RetryAfter">The provider's own hint.</param>
    internal sealed record Failed(FailureClass Class, string Detail, TimeSpan? RetryAfter = null) : ProviderResult;
}
