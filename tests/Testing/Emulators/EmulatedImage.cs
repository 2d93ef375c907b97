using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace NanoBanana.Testing.Emulators;

/// <summary>Real encoded images of any size, as a provider would send them.</summary>
public static class EmulatedImage
{
    private const string Library = "libgd.so.3";
    private static readonly ConcurrentDictionary<(int Width, int Height, string MediaType), byte[]> Made = new();

    /// <summary>An image of that size; <c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>. The same array every time: do not change it.</summary>
    public static byte[] Make(int width, int height, string mediaType) => Made.GetOrAdd((width, height, mediaType), static key => Draw(key.Width, key.Height, key.MediaType));

    /// <summary>A PNG that is whole by its structure and whose pixels cannot be decoded.</summary>
    public static byte[] Unreadable(int width, int height)
    {
        var png = Make(width, height, "image/png").ToArray();
        var chunk = png.AsSpan()[png.AsSpan().IndexOf("IDAT"u8)..];
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(png.Length - chunk.Length - 4));
        chunk.Slice(4, length).Fill(0xAA);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(4 + length)..], Checksum(chunk[..(4 + length)]));
        return png;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }

    private static byte[] Draw(int width, int height, string mediaType)
    {
        var image = gdImageCreateTrueColor(width, height);
        try
        {
            const int bands = 24;
            for (var band = 0; band < bands; band++)
            {
                var colour = (40 + band * 8 << 16) | (200 - band * 5 << 8) | (90 + band * 3);
                gdImageFilledRectangle(image, width * band / bands, 0, width - 1, height - 1 - height * band / (bands * 2), colour);
            }

            int size;
            var encoded = mediaType switch
            {
                "image/png" => gdImagePngPtr(image, out size),
                "image/webp" => gdImageWebpPtr(image, out size),
                _ => gdImageJpegPtr(image, out size, 85),
            };
            var bytes = new byte[size];
            Marshal.Copy(encoded, bytes, 0, size);
            gdFree(encoded);
            return bytes;
        }
        finally
        {
            gdImageDestroy(image);
        }
    }

    [DllImport(Library)]
    private static extern nint gdImageCreateTrueColor(int width, int height);

    [DllImport(Library)]
    private static extern void gdImageFilledRectangle(nint image, int left, int top, int right, int bottom, int colour);

    [DllImport(Library)]
    private static extern nint gdImagePngPtr(nint image, out int size);

    [DllImport(Library)]
    private static extern nint gdImageJpegPtr(nint image, out int size, int quality);

    [DllImport(Library)]
    private static extern nint gdImageWebpPtr(nint image, out int size);

    [DllImport(Library)]
    private static extern void gdFree(nint pointer);

    [DllImport(Library)]
    private static extern void gdImageDestroy(nint image);
}
