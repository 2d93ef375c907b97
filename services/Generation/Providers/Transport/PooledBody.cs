using System.Buffers;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>Reads an answer into a rented buffer, up to a limit.</summary>
internal static class PooledBody
{
    private const int FirstRent = 64 * 1024;

    /// <summary>The whole body, or null when it is longer than allowed. Throws when it ends before its announced length.</summary>
    public static async Task<PooledBytes?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength ?? 0;
        if (announced > limit)
            return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);

        // One byte more than announced, so that the last read finds the end without growing the buffer.
        var buffer = ImageBuffers.Pool.Rent((int)Math.Max(announced + 1, FirstRent));
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
                if (length > limit)
                    return null;
            }

            var body = new PooledBytes(buffer, length);
            buffer = null;
            return body;
        }
        finally
        {
            if (buffer is not null)
                ImageBuffers.Pool.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ImageBuffers.Pool.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ImageBuffers.Pool.Return(buffer);
        return larger;
    }
}
