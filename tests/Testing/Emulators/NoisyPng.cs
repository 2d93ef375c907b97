using System.Buffers.Binary;
using System.IO.Compression;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// A valid square PNG of nearly the wanted number of bytes: noise, which does not compress, above black, which takes no room. The same
/// bytes every time.
/// </summary>
public static class NoisyPng
{
    private const int BytesPerPixel = 3;
    private const int Overhead = 4_096;

    /// <param name="side">In pixels.</param>
    /// <param name="bytes">Less than three for each pixel.</param>
    public static byte[] Make(int side, int bytes)
    {
        var pixels = new byte[side * ((side * BytesPerPixel) + 1)];
        new Random(1).NextBytes(pixels.AsSpan(0, bytes - Overhead));
        for (var row = 0; row < side; row++)
            pixels[row * ((side * BytesPerPixel) + 1)] = 0;

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);

        // 8 bits a channel, RGB.
        header[8] = 8;
        header[9] = 2;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compress(pixels));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compress(byte[] pixels)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            zlib.Write(pixels);
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        png.Write(number);
    }

    /// <summary>CRC-32 as PNG has it, bit by bit: it runs once.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
                checksum = (checksum >> 1) ^ ((checksum & 1) == 0 ? 0 : 0xEDB88320u);
        }

        return ~checksum;
    }
}
