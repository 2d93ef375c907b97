using System.Text.Json;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>The body of <c>predictLongRunning</c>: one video.</summary>
internal static class VeoRequestBody
{
    /// <summary>The one length that every model makes at every resolution.</summary>
    private const int UsualSeconds = 8;

    public static void Write(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteStartObject();
        json.WriteStartArray("instances"u8);
        json.WriteStartObject();
        json.WriteString("prompt"u8, request.Prompt);
        if (request.References.Count > 0)
            WriteFirstFrame(json, request.References[0]);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteParameters(json, request);
        json.WriteEndObject();
    }

    private static void WriteFirstFrame(Utf8JsonWriter json, ReferenceImage image)
    {
        json.WriteStartObject("image"u8);
        json.WriteBase64String("bytesBase64Encoded"u8, image.Bytes.Span);
        json.WriteString("mimeType"u8, image.MediaType);
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteStartObject("parameters"u8);
        json.WriteNumber("sampleCount"u8, 1);
        json.WriteString("aspectRatio"u8, request.Ratio.ToString());
        json.WriteString("resolution"u8, request.Resolution.ToLowerInvariant());
        json.WriteNumber("durationSeconds"u8, request.DurationSeconds ?? UsualSeconds);
        if (!string.IsNullOrEmpty(request.NegativePrompt))
            json.WriteString("negativePrompt"u8, request.NegativePrompt);
        json.WriteEndObject();
    }
}
