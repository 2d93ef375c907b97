using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>
/// The body of <c>generateContent</c>. It also knows whether it left: a request whose body was never asked for cannot have been
/// carried out, whatever the exception says.
/// </summary>
internal sealed class GeminiRequestContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private volatile bool _left;

    public GeminiRequestContent(ProviderRequest request, GeminiModel model)
    {
        _body = Write(request, model);
        Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
    }

    /// <summary>True from the moment a connection was there to write to.</summary>
    public bool HasLeft => _left;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _left = true;
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    private static ReadOnlyMemory<byte> Write(ProviderRequest request, GeminiModel model)
    {
        var buffer = new ArrayBufferWriter<byte>(request.Prompt.Length + 512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("contents"u8);
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        json.WriteString("text"u8, request.Prompt);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        WriteConfig(json, request, model);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteConfig(Utf8JsonWriter json, ProviderRequest request, GeminiModel model)
    {
        json.WriteStartObject("generationConfig"u8);
        json.WriteStartArray("responseModalities"u8);

        // With text allowed as well, a model at times describes the image instead of making it.
        json.WriteStringValue("IMAGE"u8);
        json.WriteEndArray();
        json.WriteStartObject("imageConfig"u8);
        json.WriteString("aspectRatio"u8, model.NearestRatio(request.Width, request.Height).ToString());
        if (model.SizeFor(request.Resolution) is { } size)
            json.WriteString("imageSize"u8, size);
        json.WriteEndObject();

        // The field is a signed 32-bit number there.
        json.WriteNumber("seed"u8, (int)(request.Seed & int.MaxValue));
        json.WriteEndObject();
    }
}
