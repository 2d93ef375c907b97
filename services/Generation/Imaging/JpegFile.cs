using System.Buffers.Binary;

namespace NanoBanana.Generation.Imaging;

/// <summary>The structure of a JPEG file: segments that name their length, and scans that end at the next marker.</summary>
internal static class JpegFile
{
    public const string MediaType = "image/jpeg";
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Null unless segments and scans lead from the first marker to an end marker that is the last thing in the file.</summary>
    public static ImageInfo? Measure(ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] != 0xFF || file[1] != 0xD8)
            return null;
        ImageInfo? info = null;
        var scanned = false;
        for (var at = 2; at + 1 < file.Length;)
        {
            if (file[at] != 0xFF)
                return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                // Fill bytes may precede any marker.
                at++;
                continue;
            }

            at += 2;
            if (marker == EndOfImage)
                return scanned && at == file.Length ? info : null;
            if (at + 2 > file.Length)
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || at + length > file.Length)
                return null;
            if (IsFrame(marker))
                info = Frame(file.Slice(at, length));
            at += length;
            if (marker == StartOfScan)
            {
                scanned = true;
                at = EndOfScan(file, at);
            }
        }

        return null;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageInfo? Frame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 8)
            return null;
        var height = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
        return width == 0 || height == 0 ? null : new ImageInfo(MediaType, width, height);
    }

    /// <summary>Where the next marker begins. Inside a scan 0xFF is stuffed with a zero, and restart markers belong to it.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                return file.Length;
            at += next;
            if (file[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return at;
            at += 2;
        }

        return file.Length;
    }
}
