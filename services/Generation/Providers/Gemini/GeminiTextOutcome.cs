using System.Text;
using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Turns the answer of a text model into our words.</summary>
internal static class GeminiTextOutcome
{
    public static TextResult Of(ProviderAnswer answer)
    {
        if (answer.Status != StatusCodes.Status200OK)
            return TextResult.Failed.Of(GeminiFailure.Of(answer));
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : TextResult.Failed.Of(ProviderAnswer.Unreadable);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string of invalid UTF-8 gives.
            return TextResult.Failed.Of(ProviderAnswer.Unreadable);
        }
    }

    private static TextResult Read(JsonElement root)
    {
        if (ShortToken.Clean(root.Object("promptFeedback")?.Text("blockReason")) is { } blocked)
            return new TextResult.Failed(FailureClass.RefusedInput, blocked);
        if (root.Items("candidates").Cast<JsonElement?>().FirstOrDefault() is not { } candidate)
            return new TextResult.Failed(FailureClass.NoImage, "NO_CANDIDATE");
        var reason = ShortToken.Clean(candidate.Text("finishReason"));
        if (GeminiOutcome.IsRefusal(reason))
            return new TextResult.Failed(FailureClass.RefusedOutput, reason!);

        // Half a sentence is worse than none: who asked has something to fall back to.
        if (reason is not (null or "STOP"))
            return new TextResult.Failed(FailureClass.NoImage, reason);
        return TextOf(candidate) is { Length: > 0 } text ? new TextResult.Said(text) : new TextResult.Failed(FailureClass.NoImage, "EMPTY");
    }

    /// <summary>What was said, without what was thought.</summary>
    private static string TextOf(JsonElement candidate)
    {
        var text = new StringBuilder();
        foreach (var part in candidate.Object("content")?.Items("parts") ?? [])
        {
            if (!part.IsTrue("thought"))
                text.Append(part.Text("text"));
        }

        return text.ToString().Trim();
    }
}
