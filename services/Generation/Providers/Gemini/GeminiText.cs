using System.Text.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's text models.</summary>
internal sealed class GeminiText(GeminiConnection connection, IOptions<GoogleOptions> options) : ITextProvider
{
    private readonly GoogleOptions _options = options.Value;

    public string Name => GeminiProvider.WireName;

    public bool IsAvailable => _options.IsConfigured;

    public string Model => _options.TextModel;

    public bool SeesImages => true;

    public async Task<TextResult> CompleteAsync(TextRequest request, CancellationToken cancellationToken)
    {
        using var activity = ProviderActivity.Start("generate_content", "gcp.gemini", _options.TextModel, connection.Base, request.Json ? "json" : "text");
        var result = await connection.PostAsync(
            GeminiConnection.PathOf(_options.TextModel, "generateContent"), request.Prompt.Length, json => Write(json, request), request.CallerKey,
            GeminiTextOutcome.Of, static failed => TextResult.Failed.Of(failed), cancellationToken);
        if (result is TextResult.Failed failed)
            activity.End(new ProviderResult.Failed(failed.Class, failed.Detail));
        return result;
    }

    private static void Write(Utf8JsonWriter json, TextRequest request)
    {
        json.WriteStartObject();
        if (!string.IsNullOrEmpty(request.Instruction))
            WriteContent(json, "systemInstruction"u8, request.Instruction);
        json.WriteStartArray("contents"u8);
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        WriteParts(json, request.Prompt, request.Image);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("generationConfig"u8);
        json.WriteNumber("temperature"u8, request.Temperature);
        json.WriteNumber("maxOutputTokens"u8, request.MaxTokens);
        if (request.Json)
            json.WriteString("responseMimeType"u8, "application/json"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        json.WriteStartObject(name);
        WriteParts(json, text);
        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, string text, ReferenceImage? image = null)
    {
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        if (image is not null)
        {
            json.WriteStartObject();
            json.WriteStartObject("inlineData"u8);
            json.WriteString("mimeType"u8, image.MediaType);
            json.WriteBase64String("data"u8, image.Bytes.Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
