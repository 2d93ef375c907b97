using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>What a model said beside its image. Read only when it is wanted; every level may be missing or null.</summary>
internal static class GeminiWords
{
    /// <summary>The result with the words of its answer. An image that came stays one, whatever is odd about the rest.</summary>
    public static ProviderResult Beside(ProviderResult result, ReadOnlyMemory<byte> body, ProviderRequest request)
    {
        if (result is not ProviderResult.Delivered delivered)
            return result;
        try
        {
            using var json = JsonDocument.Parse(body);
            return delivered with { Words = Read([.. json.RootElement.Items("candidates")], request, delivered) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string of invalid UTF-8 gives.
            return result;
        }
    }

    private static ModelWords Read(IReadOnlyList<JsonElement> candidates, ProviderRequest request, ProviderResult.Delivered delivered)
    {
        var parts = candidates.SelectMany(static candidate => candidate.Object("content")?.Items("parts") ?? []).ToList();
        return new ModelWords(
            Join(parts.Where(static part => !part.IsTrue("thought"))),
            request.WithThoughts ? Join(parts.Where(static part => part.IsTrue("thought"))) : null,
            GeminiSources.Of(candidates),
            request.IsTurn ? GeminiTurn.Of(parts, delivered) : null);
    }

    private static string? Join(IEnumerable<JsonElement> parts)
    {
        var text = string.Join('\n', parts.Select(static part => part.Text("text")).Where(static text => !string.IsNullOrWhiteSpace(text))).Trim();
        return text.Length > 0 ? text : null;
    }
}
