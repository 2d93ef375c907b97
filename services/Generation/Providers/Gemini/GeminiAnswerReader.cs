using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>
/// Finds what matters in an answer without making strings of it. Every level may be missing, null or empty; what we do not know is
/// skipped. Throws <see cref="JsonException"/> when the body is not one whole JSON object.
/// </summary>
internal static class GeminiAnswerReader
{
    public static GeminiAnswer Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var answer = default(GeminiAnswer);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Not an object.");
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("candidates"u8))
                ReadArray(ref json, ref answer, ReadCandidate);
            else if (json.ValueTextEquals("promptFeedback"u8))
                ReadObject(ref json, ref answer, ReadFeedback);
            else
                json.Skip();
        }

        // Anything after the object is a fault, which this read reports.
        json.Read();
        return answer;
    }

    private delegate void PropertyReader(ref Utf8JsonReader json, ref GeminiAnswer answer);

    private static bool NextProperty(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the value; one of another kind is passed over whole.</summary>
    private static bool NextIs(ref Utf8JsonReader json, JsonTokenType type)
    {
        json.Read();
        if (json.TokenType == type)
            return true;
        json.Skip();
        return false;
    }

    private static void ReadObject(ref Utf8JsonReader json, ref GeminiAnswer answer, PropertyReader property)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (NextProperty(ref json))
            property(ref json, ref answer);
    }

    private static void ReadArray(ref Utf8JsonReader json, ref GeminiAnswer answer, PropertyReader element)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
                element(ref json, ref answer);
            else
                json.Skip();
        }
    }

    private static void ReadFeedback(ref Utf8JsonReader json, ref GeminiAnswer answer)
    {
        if (json.ValueTextEquals("blockReason"u8))
            answer.BlockReason = ReadToken(ref json);
        else
            json.Skip();
    }

    private static void ReadCandidate(ref Utf8JsonReader json, ref GeminiAnswer answer)
    {
        answer.HasCandidate = true;
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("finishReason"u8))
                answer.FinishReason = ReadToken(ref json);
            else if (json.ValueTextEquals("content"u8))
                ReadObject(ref json, ref answer, ReadContent);
            else
                json.Skip();
        }
    }

    private static void ReadContent(ref Utf8JsonReader json, ref GeminiAnswer answer)
    {
        if (json.ValueTextEquals("parts"u8))
            ReadArray(ref json, ref answer, ReadPart);
        else
            json.Skip();
    }

    private static void ReadPart(ref Utf8JsonReader json, ref GeminiAnswer answer)
    {
        var thought = false;
        var text = false;
        InlineData? image = null;

        // The mark of a draft may follow the draft, so the part is judged when it has ended.
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("thought"u8))
                thought = NextIs(ref json, JsonTokenType.True);
            else if (json.ValueTextEquals("text"u8))
                text = NextIs(ref json, JsonTokenType.String);
            else if (json.ValueTextEquals("inlineData"u8))
                image = ReadInlineData(ref json);
            else
                json.Skip();
        }

        if (thought)
            return;
        answer.HasText |= text;
        answer.Image = image ?? answer.Image;
    }

    private static InlineData? ReadInlineData(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        string? mediaType = null;
        InlineData? data = null;
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("mimeType"u8))
                mediaType = NextIs(ref json, JsonTokenType.String) ? json.GetString() : null;
            else if (json.ValueTextEquals("data"u8) && NextIs(ref json, JsonTokenType.String))
                data = new InlineData((int)json.TokenStartIndex, json.ValueSpan.Length + 2, "");
            else
                json.Skip();
        }

        return data is { } found ? found with { MediaType = mediaType ?? "" } : null;
    }

    private static string? ReadToken(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return ShortToken.Clean(json.GetString());
        json.Skip();
        return null;
    }
}
