using System.Text.Json;
using NanoBanana.Generation.Api.Lab;
using NanoBanana.Generation.Library;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Settings;

namespace NanoBanana.Generation.Prompts;

/// <summary>What shall be written.</summary>
/// <param name="Style">At most 100 characters; null for any.</param>
/// <param name="Count">1 to 30.</param>
/// <param name="Language">One of <see cref="Languages"/>.</param>
internal sealed record PromptWish(PromptCategory Category, string? Style, int Count, string Language);

/// <param name="Language">English where no model wrote it.</param>
internal sealed record WrittenPrompt(string Text, string Language);

/// <summary>
/// Asks a text model for prompts, once, and composes what it leaves out: whoever asks gets as many as were asked for, whatever the provider does.
/// </summary>
internal sealed class WritePrompts(TextModel model, KeywordFilter filter)
{
    private const int MaxTokens = 8_192;

    /// <param name="mayAsk">Whether a model may be asked on our account: not for those whom nobody knows.</param>
    /// <param name="ownKey">The caller's own key, on which a model is asked then.</param>
    public async Task<IReadOnlyList<WrittenPrompt>> RunAsync(PromptWish wish, bool mayAsk, Secret? ownKey)
    {
        var written = ownKey is not null || mayAsk ? await AskAsync(wish, ownKey) : [];
        var composed = ComposePrompts.Run(wish.Category, wish.Style, wish.Count);
        return [.. written.Select(text => new WrittenPrompt(text, wish.Language)),
            .. composed.Except(written, StringComparer.Ordinal).Take(wish.Count - written.Count).Select(static text => new WrittenPrompt(text, Languages.English))];
    }

    private async Task<List<string>> AskAsync(PromptWish wish, Secret? ownKey) =>
        await model.AskAsync(RequestFor(wish, ownKey)) is { } said ? Read(said, wish.Count) : [];

    private static TextRequest RequestFor(PromptWish wish, Secret? ownKey) => new(
        $"You write prompts for an image model. Answer with one JSON array of exactly {wish.Count} strings and nothing else. "
        + "Each string is one prompt of 15 to 45 words: a concrete subject, its surroundings, light and composition. No two may resemble each other. "
        + $"Write in the language {wish.Language}.",
        $"Subject area: {wish.Category.DisplayName(Languages.English)} ({wish.Category.Description(Languages.English)})."
        + (wish.Style is null ? "" : $" Style: {wish.Style}."))
    {
        Json = true,
        MaxTokens = MaxTokens,
        CallerKey = ownKey,
    };

    /// <summary>What of an answer can be used: different texts of a prompt's length that we would not refuse ourselves.</summary>
    private List<string> Read(string answer, int most)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind != JsonValueKind.Array ? [] :
            [
                .. json.RootElement.EnumerateArray().Select(static item => JsonText.Of(item)?.Trim()).OfType<string>()
                    .Where(text => text.Length is > 0 and <= LabSettings.MaxPrompt && !text.Contains('\0') && filter.Find(text) is null)
                    .Distinct(StringComparer.Ordinal).Take(most),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
