using System.Text.Json;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>The body of <c>generateContent</c>.</summary>
internal static class GeminiRequestBody
{
    public static void Write(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        json.WriteStartObject();
        json.WriteStartArray("contents"u8);
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        json.WriteString("text"u8, request.Prompt);
        json.WriteEndObject();
        foreach (var reference in request.References)
            WriteImage(json, reference);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (request.Search)
            WriteSearch(json, model);
        WriteConfig(json, request, model);
        json.WriteEndObject();
    }

    private static void WriteSearch(Utf8JsonWriter json, ProviderModel model)
    {
        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteStartObject("googleSearch"u8);
        if (model.CanSearchImages)
        {
            json.WritePropertyName("searchTypes"u8);
            json.WriteRawValue("""{"webSearch":{},"imageSearch":{}}"""u8);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteImage(Utf8JsonWriter json, ReferenceImage image)
    {
        json.WriteStartObject();
        json.WriteStartObject("inlineData"u8);
        json.WriteString("mimeType"u8, image.MediaType);
        json.WriteBase64String("data"u8, image.Bytes.Span);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        json.WriteStartObject("generationConfig"u8);
        json.WriteStartArray("responseModalities"u8);

        // With text allowed as well, a model at times describes the image instead of making it.
        if (request.WantsWords)
            json.WriteStringValue("TEXT"u8);
        json.WriteStringValue("IMAGE"u8);
        json.WriteEndArray();
        if (request.WithThoughts)
        {
            json.WriteStartObject("thinkingConfig"u8);
            json.WriteBoolean("includeThoughts"u8, true);
            json.WriteEndObject();
        }

        json.WriteStartObject("imageConfig"u8);
        json.WriteString("aspectRatio"u8, request.Ratio.ToString());
        if (model.TakesResolution)
            json.WriteString("imageSize"u8, request.Resolution);
        json.WriteEndObject();

        // The field is a signed 32-bit number there.
        json.WriteNumber("seed"u8, (int)(request.Seed & int.MaxValue));
        json.WriteEndObject();
    }
}
