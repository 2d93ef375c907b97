using System.Buffers;

namespace NanoBanana.Generation.Imaging;

/// <summary>
/// The bytes of one image in a rented buffer. Images are hundreds of kilobytes: renting keeps them out of the large object heap's
/// collections, which cost a quarter of the throughput when measured.
/// </summary>
internal sealed class PooledBytes(byte[] rented, int length) : IDisposable
{
    private byte[]? _rented = rented;

    public int Length { get; } = length;

    public ReadOnlyMemory<byte> Memory => (_rented ?? throw new ObjectDisposedException(nameof(PooledBytes))).AsMemory(0, Length);

    /// <summary>Copies into a rented buffer.</summary>
    public static PooledBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var rented = ImageBuffers.Pool.Rent(bytes.Length);
        bytes.CopyTo(rented);
        return new PooledBytes(rented, bytes.Length);
    }

    /// <summary>Reads as many bytes as are said to come. Throws <see cref="EndOfStreamException"/> when there are fewer.</summary>
    public static async Task<PooledBytes> ReadAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var rented = ImageBuffers.Pool.Rent(length);
        try
        {
            await stream.ReadExactlyAsync(rented.AsMemory(0, length), cancellationToken);
            return new PooledBytes(rented, length);
        }
        catch
        {
            ImageBuffers.Pool.Return(rented);
            throw;
        }
    }

    /// <summary>The same bytes as a stream, as long as they are here.</summary>
    public MemoryStream OpenRead() => new(_rented ?? throw new ObjectDisposedException(nameof(PooledBytes)), 0, Length, writable: false);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
            ImageBuffers.Pool.Return(buffer);
    }
}
