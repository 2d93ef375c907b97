using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace NanoBanana.Testing.Emulators;

/// <summary>Real MP4 files: one picture (Motion JPEG) that is shown for the whole length.</summary>
public static class EmulatedMovie
{
    public const string MediaType = "video/mp4";
    private const int Timescale = 1_000;

    private static readonly ConcurrentDictionary<(int Width, int Height, int Seconds), byte[]> Made = new();

    /// <summary>The same array every time: do not change it.</summary>
    public static byte[] Make(int width, int height, int seconds) =>
        Made.GetOrAdd((width, height, seconds), static key => Make(key.Width, key.Height, TimeSpan.FromSeconds(key.Seconds)));

    /// <param name="isTurned">Whether it is to be shown turned by a quarter: the file then has the sides of the other shape.</param>
    public static byte[] Make(int width, int height, TimeSpan duration, bool isTurned = false)
    {
        var picture = EmulatedImage.Make(width, height, "image/jpeg");
        var type = Box("ftyp", [.. "isom"u8, .. Number(512), .. "isomiso2mp41"u8]);

        // Where the picture lies depends on how long the movie's box is, and that not on where the picture lies.
        var length = Movie(width, height, duration, isTurned, picture.Length, 0).Length;
        return [.. type, .. Movie(width, height, duration, isTurned, picture.Length, type.Length + length + 8), .. Box("mdat", picture)];
    }

    /// <summary>The size of a priced step in a shape, as most providers make it: <c>720p</c> of 16:9 is 1280x720.</summary>
    public static (int Width, int Height) SizeOf(string resolution, string ratio)
    {
        var shape = ratio.Split(':').Select(int.Parse).ToArray();
        var shorter = resolution.ToLowerInvariant() switch { "480p" => 480, "1080p" or "pro" => 1_080, "4k" => 2_160, _ => 720 };
        var longer = shorter * Math.Max(shape[0], shape[1]) / Math.Min(shape[0], shape[1]);
        return shape[0] >= shape[1] ? (longer, shorter) : (shorter, longer);
    }

    /// <summary>A box of that name around what is in it.</summary>
    public static byte[] Box(string name, params ReadOnlySpan<byte> content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(name, box.AsSpan(4));
        content.CopyTo(box.AsSpan(8));
        return box;
    }

    private static byte[] Movie(int width, int height, TimeSpan duration, bool isTurned, int pictureLength, int pictureAt)
    {
        var length = Number((int)(duration.TotalSeconds * Timescale));
        byte[] matrix = isTurned
            ? [.. Numbers(0, 1 << 16, 0, -1 << 16, 0, 0, height << 16, 0), .. Number(1 << 30)]
            : [.. Numbers(1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0), .. Number(1 << 30)];
        var header = Box("mvhd", [.. Numbers(0, 0, 0, Timescale), .. length, .. Numbers(1 << 16, 1 << 24, 0, 0), .. Numbers(1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30), .. new byte[24], .. Number(2)]);
        var track = Box("tkhd", [.. Numbers(3, 0, 0, 1, 0), .. length, .. new byte[16], .. matrix, .. Numbers(width << 16, height << 16)]);
        var media = Box("mdhd", [.. Numbers(0, 0, 0, Timescale), .. length, 0x55, 0xC4, 0, 0]);
        var handler = Box("hdlr", [.. Numbers(0, 0), .. "vide"u8, .. new byte[12], 0]);
        var sample = Box("jpeg", [.. new byte[6], 0, 1, .. new byte[16], .. Number(width)[2..], .. Number(height)[2..], .. Numbers(72 << 16, 72 << 16, 0), 0, 1, .. new byte[32], 0, 24, 0xFF, 0xFF]);
        byte[] table =
        [
            .. Box("stsd", [.. Numbers(0, 1), .. sample]), .. Box("stts", [.. Numbers(0, 1, 1), .. length]), .. Box("stsc", Numbers(0, 1, 1, 1, 1)),
            .. Box("stsz", Numbers(0, 0, 1, pictureLength)), .. Box("stco", Numbers(0, 1, pictureAt)),
        ];
        byte[] information = [.. Box("vmhd", Numbers(1, 0, 0)), .. Box("dinf", Box("dref", [.. Numbers(0, 1), .. Box("url ", Number(1))])), .. Box("stbl", table)];
        return Box("moov", [.. header, .. Box("trak", [.. track, .. Box("mdia", [.. media, .. handler, .. Box("minf", information)])])]);
    }

    private static byte[] Number(int number) => Numbers(number);

    private static byte[] Numbers(params ReadOnlySpan<int> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(int)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * sizeof(int)), numbers[i]);
        return bytes;
    }
}
