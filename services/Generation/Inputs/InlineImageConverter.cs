using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Inputs;

/// <summary>Reads an <see cref="InlineImage"/>. What is none is told by the field's reader, in its family's words.</summary>
internal sealed class InlineImageConverter : JsonConverter<InlineImage>
{
    // A UUID, a file's name, an address: no image is as short, and base64 has none of the marks that these have.
    private const int LongestText = 2_048;

    public override InlineImage? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
            return Of(reader.ValueSpan);
        var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var rented = ImageBuffers.Pool.Rent(length);
        try
        {
            return Of(rented.AsSpan(0, reader.CopyString(rented)));
        }
        finally
        {
            ImageBuffers.Pool.Return(rented);
        }
    }

    public override void Write(Utf8JsonWriter writer, InlineImage value, JsonSerializerOptions options) => throw new NotSupportedException();

    internal static InlineImage Of(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestText && !text.StartsWith("data:"u8) && text.IndexOfAny("-_.:"u8) >= 0)
            return InlineImage.Of(Encoding.UTF8.GetString(text).Trim());
        if (text.StartsWith("data:"u8))
        {
            var mark = text[..Math.Min(text.Length, 256)].IndexOf(";base64,"u8);
            if (mark < 0)
                return InlineImage.Unreadable;
            text = text[(mark + 8)..];
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return text.Length > 0 && Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done
            ? InlineImage.Of(written == bytes.Length ? bytes : bytes[..written])
            : InlineImage.Unreadable;
    }
}
