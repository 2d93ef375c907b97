using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NanoBanana.Generation.Imaging;

/// <summary>The structure of an animated PNG, https://www.w3.org/TR/png-3/#apng-frame-based-animation, read as a stream.</summary>
internal static class ApngFile
{
    public const string MediaType = "image/apng";
    private const int HeadLength = 8;
    private const int MostChunks = 100_000;
    private const int BlockSize = 64 * 1024;

    /// <summary>Of the chunks that are read, none has more.</summary>
    private const int LongestRead = 26;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Null unless it moves, every chunk is there with its right checksum, and the file ends with IEND.</summary>
    public static async Task<VideoInfo?> MeasureAsync(Stream file, CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        var left = file.Length - HeadLength;
        file.Position = 0;
        if (left < 0)
            return null;
        await file.ReadExactlyAsync(head, cancellationToken);
        if (!head.AsSpan().SequenceEqual(Signature))
            return null;
        var film = new Film();
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (var chunk = 0; chunk < MostChunks; chunk++)
            {
                if (left < HeadLength + sizeof(uint))
                    return null;
                await file.ReadExactlyAsync(head, cancellationToken);
                var length = BinaryPrimitives.ReadUInt32BigEndian(head);
                left -= HeadLength + sizeof(uint);
                if (length > left || length > int.MaxValue)
                    return null;
                left -= length;
                var type = Encoding.ASCII.GetString(head, 4, 4);
                if (!await ReadAsync(file, head, block, (int)length, cancellationToken) || !film.Takes(type, block.AsSpan(0, (int)Math.Min(length, LongestRead)), length))
                    return null;
                if (type == "IEND")
                    return left == 0 ? film.Info : null;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Passes over a chunk, the first bytes of which stay in the block. False when its checksum is wrong.</summary>
    private static async ValueTask<bool> ReadAsync(Stream file, byte[] head, byte[] block, int length, CancellationToken cancellationToken)
    {
        var sum = Gd.Crc32(0, ref head[4], 4);
        var first = new byte[LongestRead];
        for (var at = 0; at < length;)
        {
            var part = Math.Min(block.Length, length - at);
            await file.ReadExactlyAsync(block.AsMemory(0, part), cancellationToken);
            sum = Gd.Crc32(sum, ref block[0], (uint)part);
            if (at == 0)
                block.AsSpan(0, Math.Min(part, LongestRead)).CopyTo(first);
            at += part;
        }

        await file.ReadExactlyAsync(block.AsMemory(0, sizeof(uint)), cancellationToken);
        var isRight = BinaryPrimitives.ReadUInt32BigEndian(block) == sum;
        first.CopyTo(block, 0);
        return isRight;
    }

    private sealed class Film
    {
        private (uint Width, uint Height) _size;
        private uint _announced;
        private uint _frames;
        private bool _hasPixels;
        private double _seconds;

        public VideoInfo? Info => _hasPixels && _announced > 0 && _frames == _announced
            ? VideoFile.Of(MediaType, _size.Width, _size.Height, _seconds)
            : null;

        public bool Takes(string type, ReadOnlySpan<byte> start, uint length)
        {
            switch (type)
            {
                case "IHDR":
                    if (length != 13 || _size != default)
                        return false;
                    _size = (BinaryPrimitives.ReadUInt32BigEndian(start), BinaryPrimitives.ReadUInt32BigEndian(start[4..]));
                    return true;
                case "acTL":
                    if (length != 8 || _announced > 0 || _hasPixels)
                        return false;
                    _announced = BinaryPrimitives.ReadUInt32BigEndian(start);
                    return true;
                case "fcTL":
                    if (length != 26)
                        return false;
                    var (time, parts) = (BinaryPrimitives.ReadUInt16BigEndian(start[20..]), BinaryPrimitives.ReadUInt16BigEndian(start[22..]));
                    _frames++;
                    _seconds += (double)time / (parts == 0 ? 100 : parts);
                    return true;
                default:
                    _hasPixels |= type == "IDAT";
                    return _size != default;
            }
        }
    }
}
