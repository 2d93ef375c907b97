using System.Text.Json;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>
/// What was said so far, and what is said now. Google keeps no conversations: each call resends the whole of it, the model's own turns
/// exactly as they came, each seal on its own part.
/// </summary>
internal static class GeminiContents
{
    public static void Write(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteStartArray("contents"u8);
        foreach (var turn in request.History)
            WriteTurn(json, turn);
        StartTurn(json, "user"u8);
        WritePart(json, request.Prompt, image: null, signature: null);
        foreach (var reference in request.References)
            WritePart(json, text: null, reference, signature: null);
        EndTurn(json);
        json.WriteEndArray();
    }

    private static void WriteTurn(Utf8JsonWriter json, ConversationTurn turn)
    {
        StartTurn(json, turn.IsModel ? "model"u8 : "user"u8);
        foreach (var part in turn.Parts)
            WritePart(json, part.Text, part.Image, part.Signature);
        EndTurn(json);
    }

    private static void StartTurn(Utf8JsonWriter json, ReadOnlySpan<byte> role)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteStartArray("parts"u8);
    }

    private static void EndTurn(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A part holds words or an image, never both.</summary>
    private static void WritePart(Utf8JsonWriter json, string? text, ReferenceImage? image, string? signature)
    {
        json.WriteStartObject();
        if (image is not null)
        {
            json.WriteStartObject("inlineData"u8);
            json.WriteString("mimeType"u8, image.MediaType);
            json.WriteBase64String("data"u8, image.Bytes.Span);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text"u8, text ?? "");
        }

        if (signature is not null)
            json.WriteString("thoughtSignature"u8, signature);
        json.WriteEndObject();
    }
}
