using System.Buffers.Binary;
using System.Buffers.Text;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Where a page of a list ended that shows the newest first: a time and an id.</summary>
internal static class PageCursor
{
    private const int Length = 24;

    public static string Encode(DateTimeOffset createdAt, Guid id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, createdAt.UtcTicks);
        id.TryWriteBytes(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>A number in the place of an id, for lists whose rows have such.</summary>
    public static Guid IdOf(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return new Guid(bytes);
    }

    /// <summary>The number that <see cref="IdOf"/> put there.</summary>
    public static long NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>Null without one; adds a fault when it is none of ours.</summary>
    public static (DateTimeOffset CreatedAt, Guid Id)? Decode(string? cursor, RequestValidation validation)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        Span<byte> bytes = stackalloc byte[Length];
        if (Base64Url.IsValid(cursor, out var length) && length == Length && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks)
        {
            return (new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[8..]));
        }

        validation.Add("cursor", "value_error", "Input should be a cursor from an earlier answer", "query");
        return null;
    }
}
