using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>Decodes an image that came as base64 inside JSON, without making a string of it.</summary>
internal static class Base64Image
{
    /// <param name="quoted">The JSON string as it stands in the body, quotes and escapes included; a data URL is taken too.</param>
    /// <param name="mediaType">As the provider declared it.</param>
    public static ProviderResult Decode(ReadOnlySpan<byte> quoted, string mediaType)
    {
        if (!quoted.Contains((byte)'\\'))
            return DecodeText(quoted[1..^1], mediaType);

        // Some write the equals signs or the slashes as escapes.
        var plain = ImageBuffers.Pool.Rent(quoted.Length);
        try
        {
            return DecodeText(plain.AsSpan(0, Unescape(quoted, plain)), mediaType);
        }
        finally
        {
            ImageBuffers.Pool.Return(plain);
        }
    }

    private static ProviderResult DecodeText(ReadOnlySpan<byte> text, string mediaType)
    {
        if (text.StartsWith("data:"u8))
            text = text[(text.IndexOf((byte)',') + 1)..];
        var rented = ImageBuffers.Pool.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (Base64.DecodeFromUtf8(text, rented, out _, out var written) == OperationStatus.Done && written > 0)
            return new ProviderResult.Delivered(new PooledBytes(rented, written), mediaType);
        ImageBuffers.Pool.Return(rented);
        return new ProviderResult.Failed(FailureClass.BadImage, "BASE64");
    }

    private static int Unescape(ReadOnlySpan<byte> quoted, Span<byte> into)
    {
        // The quotes make it a JSON document of its own.
        var json = new Utf8JsonReader(quoted);
        json.Read();
        try
        {
            return json.CopyString(into);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}
