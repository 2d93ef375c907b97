using System.Net;

namespace NanoBanana.Gateway.Proxy;

/// <summary>An answer whose body is a <see cref="FollowedStream"/>. The proxy reads it as a stream and in no other way.</summary>
internal sealed class FollowedContent(HttpContent inner, FrameBoundary? frames, TimeProvider time, CancellationToken stopping) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new FollowedStream(await inner.ReadAsStreamAsync(cancellationToken), frames, time, stopping);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
