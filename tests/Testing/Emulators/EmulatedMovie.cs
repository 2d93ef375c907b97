using System.Buffers.Binary;
using System.Text;

namespace NanoBanana.Testing.Emulators;

/// <summary>What passes for a video: the boxes of an MP4 file, with nothing in them to play.</summary>
public static class EmulatedMovie
{
    public const string MediaType = "video/mp4";

    /// <summary>About a kilobyte for each second, so that lengths can be told apart.</summary>
    public static byte[] Make(int seconds) =>
    [
        .. Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isomiso2mp41"u8]),
        .. Box("free", Encoding.ASCII.GetBytes($"{seconds} s")),
        .. Box("mdat", new byte[seconds * 1024]),
    ];

    private static byte[] Box(string name, byte[] content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(name, box.AsSpan(4));
        content.CopyTo(box, 8);
        return box;
    }
}
