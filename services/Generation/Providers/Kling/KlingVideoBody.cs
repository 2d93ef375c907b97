using System.Text.Json;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>The fields of an order in the new design.</summary>
internal static class KlingVideoBody
{
    public static void Write(Utf8JsonWriter json, ProviderRequest request)
    {
        var hasImage = request.References.Count > 0;
        if (hasImage || KlingRoute.IsOmni(request.Model))
            WriteContents(json, request);
        else
            json.WriteString("prompt"u8, request.Prompt);

        json.WriteStartObject("settings"u8);
        json.WriteString("resolution"u8, request.Resolution.ToLowerInvariant());

        // A video that begins with an image has that image's shape.
        if (!hasImage)
            json.WriteString("aspect_ratio"u8, request.Ratio.ToString());
        if (request.DurationSeconds is { } seconds)
            json.WriteNumber("duration"u8, seconds);
        json.WriteEndObject();

        json.WriteStartObject("options"u8);
        KlingRequestBody.WriteNames(json, request);
        json.WriteEndObject();
    }

    private static void WriteContents(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteStartArray("contents"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "prompt"u8);
        json.WriteString("text"u8, request.Prompt);
        json.WriteEndObject();
        if (request.References.Count > 0)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "first_frame"u8);
            json.WriteBase64String("url"u8, request.References[0].Bytes.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
