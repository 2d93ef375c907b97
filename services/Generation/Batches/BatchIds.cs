using System.Buffers.Binary;
using System.Globalization;

namespace NanoBanana.Generation.Batches;

/// <summary>Ids of batches, and their form on the wire: <c>batch_</c> and 16 hexadecimal digits.</summary>
internal static class BatchIds
{
    private const string Prefix = "batch_";
    private const int Digits = 16;

    /// <summary>Made of the 62 random bits of its first job's id, so that a repeat under the same key names the same batch.</summary>
    public static long Of(Guid firstJobId)
    {
        Span<byte> bytes = stackalloc byte[16];
        firstJobId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }

    public static string ToWire(long id) => Prefix + id.ToString("x16", CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out long id)
    {
        id = 0;
        return text is { Length: 22 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length).ContainsAnyInRange('A', 'F')
            && long.TryParse(text.AsSpan(Prefix.Length, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }
}
