using System.Text.Json;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>The body of <c>generateContent</c>.</summary>
internal static class GeminiRequestBody
{
    public static void Write(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        json.WriteStartObject();
        GeminiContents.Write(json, request);
        GeminiSafety.Write(json, request.Safety);
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
