using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>What a provider answered. The body is gone when the reader returns.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Whole; empty when an error's body was cut or beyond every sense.</param>
/// <param name="MediaType">As declared, lower case; empty when not.</param>
/// <param name="RetryAfter">The header's hint, in any of its forms.</param>
/// <param name="Headers">For what only one provider sends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProviderAnswer(
    int Status, ReadOnlyMemory<byte> Body, string MediaType, TimeSpan? RetryAfter, HttpResponseHeaders Headers)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The failure of a status alone, for where the body adds nothing.</summary>
    public ProviderResult.Failed Failure(string? detail = null) => new(HttpFailures.Classify(Status), detail ?? $"HTTP {Status}", RetryAfter);

    /// <summary>A success that is not what was promised: it may have been done.</summary>
    public static ProviderResult.Failed Unreadable { get; } = new(FailureClass.Unknown, "UNREADABLE");
}
