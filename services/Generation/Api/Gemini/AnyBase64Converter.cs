using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>
/// Reads bytes as Google's JSON writes them: base64 of the usual alphabet or the one for addresses, with or without padding; its Python client sends the latter.
/// What is none is told by the field's reader.
/// </summary>
internal sealed class AnyBase64Converter : JsonConverter<InlineImage>
{
    public override InlineImage? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var rented = ImageBuffers.Pool.Rent(length);
        try
        {
            var text = rented.AsSpan(0, reader.CopyString(rented));
            text.Replace((byte)'+', (byte)'-');
            text.Replace((byte)'/', (byte)'_');
            return Of(text);
        }
        finally
        {
            ImageBuffers.Pool.Return(rented);
        }
    }

    public override void Write(Utf8JsonWriter writer, InlineImage value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static InlineImage Of(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return text.Length > 0 && Base64Url.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done
            ? InlineImage.Of(written == bytes.Length ? bytes : bytes[..written])
            : InlineImage.Unreadable;
    }
}
