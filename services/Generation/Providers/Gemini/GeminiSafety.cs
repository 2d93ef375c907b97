using System.Text.Json;
using NanoBanana.Generation.Moderation;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>
/// How likely harm must be for Google to withhold something. The usual level says nothing, and what that means differs from model to model, up to everything being
/// let through: of what Google takes, only <c>BLOCK_NONE</c> is stricter for no model, and so both levels that let more pass send it. What Google withholds whatever is said
/// stays withheld.
/// </summary>
internal static class GeminiSafety
{
    // Those of the Developer API that are neither deprecated nor of other interfaces.
    private static readonly string[] Categories =
        ["HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT"];

    public static void Write(Utf8JsonWriter json, SafetyLevel level)
    {
        if (level == SafetyLevel.Moderate)
            return;
        json.WriteStartArray("safetySettings"u8);
        foreach (var category in Categories)
        {
            json.WriteStartObject();
            json.WriteString("category"u8, category);
            json.WriteString("threshold"u8, level == SafetyLevel.Strict ? "BLOCK_LOW_AND_ABOVE"u8 : "BLOCK_NONE"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
