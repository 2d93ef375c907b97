using System.Text.Json;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>The JSON around an image. Between <see cref="BeginCandidate"/> and <see cref="EndCandidate"/> stands the image's base64, when there is one.</summary>
internal static class GeminiJson
{
    public static void BeginCandidate(Utf8JsonWriter json, GeminiReply reply)
    {
        json.WriteStartArray("candidates");
        json.WriteStartObject();
        json.WriteStartObject("content");
        json.WriteString("role", "model");
        json.WriteStartArray("parts");
        WriteText(json, reply.Words?.Thinking, isThought: true);
        WriteText(json, reply.Words?.Text, isThought: false);
        if (!HasImage(reply))
            return;
        json.WriteStartObject();
        json.WriteStartObject("inlineData");
        json.WriteString("mimeType", reply.MediaType);
        json.WritePropertyName("data");
    }

    public static void EndCandidate(Utf8JsonWriter json, GeminiReply reply)
    {
        if (HasImage(reply))
        {
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("finishReason", reply.FinishReason);
        json.WriteNumber("index", 0);
        if (reply.Refusal is { } refusal)
            json.WriteString("finishMessage", refusal.Message);
        WriteSources(json, reply);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>What stands in every answer.</summary>
    public static void End(Utf8JsonWriter json, GeminiReply reply)
    {
        if (reply.BlockReason is { } reason)
        {
            json.WriteStartObject("promptFeedback");
            json.WriteString("blockReason", reason);
            json.WriteString("blockReasonMessage", reply.Refusal!.Message);
            json.WriteEndObject();
        }

        // Images are charged, and no tokens: whoever adds these up must not come to a sum that nobody asks for.
        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", 0);
        json.WriteNumber("candidatesTokenCount", 0);
        json.WriteNumber("totalTokenCount", 0);
        json.WriteEndObject();
        json.WriteString("modelVersion", reply.Model);
        json.WriteString("responseId", reply.Id);
    }

    private static bool HasImage(GeminiReply reply) => reply.Image is not null || reply.Inline is not null;

    private static void WriteText(Utf8JsonWriter json, string? text, bool isThought)
    {
        if (text is null)
            return;
        json.WriteStartObject();
        json.WriteString("text", text);
        if (isThought)
            json.WriteBoolean("thought", value: true);
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, GeminiReply reply)
    {
        if (reply.Words is not { Sources: { Count: > 0 } sources })
            return;
        json.WriteStartObject("groundingMetadata");
        json.WriteStartArray("groundingChunks");
        foreach (var source in sources)
        {
            json.WriteStartObject();
            json.WriteStartObject("web");
            json.WriteString("uri", source);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
