using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Imaging;

/// <summary>A box of an MP4 file.</summary>
/// <param name="Type">Its four letters, as a number.</param>
/// <param name="Body">Where its content begins.</param>
/// <param name="End">Where the next one begins; always beyond the box's own head and never beyond what it lies in.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Mp4Box(uint Type, long Body, long End);

/// <summary>
/// Reads heads of boxes, and contents of small ones. Each box ends after it begins and inside its parent, and there is a limit for all of
/// them together, so that no file keeps its reader busy.
/// </summary>
internal sealed class Mp4Boxes(Stream file)
{
    // A film in fragments has two boxes a second or so.
    private const int Most = 10_000;
    private const int ShortHead = 8;
    private const int LongHead = 16;

    private readonly byte[] _head = new byte[LongHead];
    private int _left = Most;

    public long Length { get; } = file.Length;

    /// <summary>The box at a place; null when there is none that fits.</summary>
    /// <param name="end">Where what it lies in ends.</param>
    public async ValueTask<Mp4Box?> ReadAsync(long at, long end, CancellationToken cancellationToken)
    {
        if (end - at < ShortHead || _left-- <= 0)
            return null;
        var head = _head.AsMemory(0, (int)Math.Min(LongHead, end - at));
        file.Position = at;
        await file.ReadExactlyAsync(head, cancellationToken);
        var type = BinaryPrimitives.ReadUInt32BigEndian(head.Span[4..]);
        switch (BinaryPrimitives.ReadUInt32BigEndian(head.Span))
        {
            case 0:
                // To the end of the file, which only its last box may say.
                return end == Length ? new Mp4Box(type, at + ShortHead, end) : null;
            case 1:
                var length = head.Length == LongHead ? BinaryPrimitives.ReadUInt64BigEndian(head.Span[ShortHead..]) : 0;
                return length >= LongHead && length <= (ulong)(end - at) ? new Mp4Box(type, at + LongHead, at + (long)length) : null;
            case var size:
                return size >= ShortHead && size <= end - at ? new Mp4Box(type, at + ShortHead, at + size) : null;
        }
    }

    /// <summary>The beginning of a box's content; null when it is shorter.</summary>
    public async ValueTask<byte[]?> ContentAsync(Mp4Box box, int length, CancellationToken cancellationToken)
    {
        if (box.End - box.Body < length)
            return null;
        var content = new byte[length];
        file.Position = box.Body;
        await file.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
