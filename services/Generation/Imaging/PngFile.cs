using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Imaging;

/// <summary>The structure of a PNG file: signature, then chunks of length, type, data and checksum.</summary>
internal static class PngFile
{
    public const string MediaType = "image/png";
    private const int Frame = 12;
    private const int MaxSide = 1 << 20;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Null unless every chunk is there, its checksum is right, and the file ends with IEND.</summary>
    public static ImageInfo? Measure(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
            return null;
        var rest = file[Signature.Length..];
        ImageInfo? info = null;
        var hasPixels = false;
        while (rest.Length >= Frame)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - Frame)
                return null;
            var body = rest.Slice(4, (int)length + 4);
            if (BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]) != Checksum(body))
                return null;
            rest = rest[(Frame + (int)length)..];

            var type = body[..4];
            if (info is null)
            {
                info = Header(body);
                if (info is null)
                    return null;
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                hasPixels = true;
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return hasPixels && rest.IsEmpty ? info : null;
            }
        }

        return null;
    }

    private static ImageInfo? Header(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 17 || !chunk.StartsWith("IHDR"u8))
            return null;
        var width = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]);
        return width is 0 or > MaxSide || height is 0 or > MaxSide ? null : new ImageInfo(MediaType, (int)width, (int)height);
    }

    /// <summary>Of a chunk's type and data.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes) =>
        (uint)Gd.Crc32(0, ref MemoryMarshal.GetReference(bytes), (uint)bytes.Length);
}
