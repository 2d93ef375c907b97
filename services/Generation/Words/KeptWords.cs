using System.Text.Json;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Words;

/// <summary>What is kept of a model's words: bounded, and without what Postgres cannot hold.</summary>
/// <param name="Text">At most 32,000 characters.</param>
/// <param name="Thinking">At most 64,000 characters.</param>
/// <param name="Sources">At most 50 addresses, each of at most 2,048 characters.</param>
internal sealed record KeptWords(string? Text, string? Thinking, IReadOnlyList<string> Sources)
{
    private const int MaxText = 32_000;
    private const int MaxThinking = 64_000;
    private const int MaxSources = 50;
    private const int MaxAddress = 2_048;
    private const int MaxTurn = 512 * 1_024;

    /// <summary>The model's words with their seals, as JSON; null when there are none, or none that can be sent again exactly as they came.</summary>
    public string? Turn { get; init; }

    public static KeptWords Of(ModelWords said) => new(
        Cut(said.Text, MaxText), Cut(said.Thoughts, MaxThinking),
        [.. said.Sources.Select(static source => source.Address).Where(static address => address.Length <= MaxAddress && !address.Contains('\0')).Take(MaxSources)])
    {
        Turn = said.Turn is { } turn ? TurnOf(turn) : null,
    };

    /// <summary>Images are left out: the last one goes along with the next message.</summary>
    private static string? TurnOf(ConversationTurn turn)
    {
        var texts = turn.Parts.Where(static part => part.Image is null).Select(static part => new SealedText(part.Text ?? "", part.Signature)).ToList();
        if (texts.Count == 0 || texts.Exists(static part => part.Text.Contains('\0')))
            return null;
        var json = JsonSerializer.Serialize(texts, GenerationJsonContext.Default.ListSealedText);
        return json.Length <= MaxTurn ? json : null;
    }

    private static string? Cut(string? text, int most)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal);
        if (clean is null || clean.Length <= most)
            return clean;

        // Half a pair of surrogates is no text.
        return clean[..(char.IsHighSurrogate(clean[most - 1]) ? most - 1 : most)];
    }
}

/// <summary>Words of a model with the seal that it put on them: it wants both back unchanged.</summary>
internal sealed record SealedText(string Text, string? Signature);
