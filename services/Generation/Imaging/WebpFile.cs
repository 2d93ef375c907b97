using System.Buffers.Binary;

namespace NanoBanana.Generation.Imaging;

/// <summary>The structure of a WebP file: a RIFF container whose chunks name their length.</summary>
internal static class WebpFile
{
    public const string MediaType = "image/webp";
    private const int Header = 12;

    /// <summary>Null unless the container is as long as it says, its chunks fit, and one of them holds pixels.</summary>
    public static ImageInfo? Measure(ReadOnlySpan<byte> file)
    {
        if (file.Length < Header + 8 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L != file.Length)
        {
            return null;
        }

        ImageInfo? canvas = null;
        ImageInfo? picture = null;
        var animated = false;
        for (var rest = file[Header..]; !rest.IsEmpty;)
        {
            if (rest.Length < 8)
                return null;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var padded = length + (length & 1L);
            if (padded > rest.Length - 8)
                return null;
            var body = rest.Slice(8, (int)length);
            if (rest.StartsWith("VP8X"u8))
                canvas = Canvas(body);
            else if (rest.StartsWith("VP8 "u8))
                picture ??= Lossy(body);
            else if (rest.StartsWith("VP8L"u8))
                picture ??= Lossless(body);
            else if (rest.StartsWith("ANMF"u8))
                animated = true;
            rest = rest[(8 + (int)padded)..];
        }

        return picture is not null || animated ? canvas ?? picture : null;
    }

    private static ImageInfo? Canvas(ReadOnlySpan<byte> body) =>
        body.Length < 10 ? null : new ImageInfo(MediaType, ReadUInt24(body[4..]) + 1, ReadUInt24(body[7..]) + 1);

    private static ImageInfo? Lossy(ReadOnlySpan<byte> body)
    {
        // Frame tag of three bytes, start code 9D 01 2A, then two sides of 14 bits.
        if (body.Length < 10 || body[3] != 0x9D || body[4] != 0x01 || body[5] != 0x2A)
            return null;
        var width = BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF;
        var height = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF;
        return width == 0 || height == 0 ? null : new ImageInfo(MediaType, width, height);
    }

    private static ImageInfo? Lossless(ReadOnlySpan<byte> body)
    {
        if (body.Length < 5 || body[0] != 0x2F)
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
        return new ImageInfo(MediaType, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
