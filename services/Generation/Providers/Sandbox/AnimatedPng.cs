using System.Buffers;
using System.Buffers.Binary;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>
/// Puts pictures of one size behind each other in one file, https://www.w3.org/TR/png-3/#apng-frame-based-animation: whoever does not
/// know of animation sees the first.
/// </summary>
internal static class AnimatedPng
{
    public const string MediaType = ApngFile.MediaType;
    private const int SignatureLength = 8;

    /// <param name="frames">Each a whole PNG file of the same size and kind.</param>
    /// <param name="seconds">What all of them last together.</param>
    public static PooledBytes Of(IReadOnlyList<PooledBytes> frames, ushort seconds)
    {
        var file = new ArrayBufferWriter<byte>(frames.Sum(static frame => frame.Length) + (frames.Count * 64) + 64);
        var first = frames[0].Memory.Span;
        var header = Chunks(frames[0].Memory).First().Body;
        file.Write(first[..SignatureLength]);
        Write(file, "IHDR"u8, header.Span);
        Write(file, "acTL"u8, Numbers(frames.Count, 0));
        var sequence = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            Write(file, "fcTL"u8, Control(sequence++, header.Span[..8], seconds, (ushort)frames.Count));
            foreach (var (_, data) in Chunks(frames[i].Memory).Where(static chunk => chunk.Type == "IDAT"))
            {
                if (i == 0)
                    Write(file, "IDAT"u8, data.Span);
                else
                    Write(file, "fdAT"u8, [.. Numbers(sequence++), .. data.Span]);
            }
        }

        Write(file, "IEND"u8, []);
        return PooledBytes.CopyOf(file.WrittenSpan);
    }

    /// <summary>The whole picture, in its place, for its share of the time; nothing shines through.</summary>
    private static byte[] Control(int sequence, ReadOnlySpan<byte> size, ushort seconds, ushort frames)
    {
        var control = new byte[26];
        BinaryPrimitives.WriteInt32BigEndian(control, sequence);
        size.CopyTo(control.AsSpan(4));
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(20), seconds);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(22), frames);
        return control;
    }

    private static byte[] Numbers(params ReadOnlySpan<int> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(int)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * sizeof(int)), numbers[i]);
        return bytes;
    }

    private static void Write(ArrayBufferWriter<byte> file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        var chunk = file.GetSpan(body.Length + 12);
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        type.CopyTo(chunk[4..]);
        body.CopyTo(chunk[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(body.Length + 8)..], PngFile.Checksum(chunk.Slice(4, body.Length + 4)));
        file.Advance(body.Length + 12);
    }

    private static IEnumerable<(string Type, ReadOnlyMemory<byte> Body)> Chunks(ReadOnlyMemory<byte> png)
    {
        for (var rest = png[SignatureLength..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span);
            yield return (System.Text.Encoding.ASCII.GetString(rest.Span.Slice(4, 4)), rest.Slice(8, length));
            rest = rest[(length + 12)..];
        }
    }
}
