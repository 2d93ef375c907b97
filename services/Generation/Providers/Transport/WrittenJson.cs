using System.Buffers;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>Bodies that are written field by field, because images make them too large for strings.</summary>
internal static class WrittenJson
{
    // Providers parse what they get; escaping the plus signs of base64 would only lengthen it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="size">About how many bytes it will have.</param>
    public static HttpContent Of(int size, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(size);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    /// <summary>How long an image is as a <c>data:</c> address.</summary>
    public static int DataUriLength(ReferenceImage image) => Prefix(image).Length + Base64.GetMaxEncodedToUtf8Length(image.Bytes.Length);

    /// <summary>Writes an image as a <c>data:</c> address.</summary>
    public static void WriteDataUri(this Utf8JsonWriter json, string property, ReferenceImage image)
    {
        var prefix = Prefix(image);
        var rented = ImageBuffers.Pool.Rent(DataUriLength(image));
        try
        {
            var start = Encoding.ASCII.GetBytes(prefix, rented);
            Base64.EncodeToUtf8(image.Bytes.Span, rented.AsSpan(start), out _, out var written);
            json.WriteString(property, rented.AsSpan(0, start + written));
        }
        finally
        {
            ImageBuffers.Pool.Return(rented);
        }
    }

    private static string Prefix(ReferenceImage image) => $"data:{image.MediaType};base64,";
}
