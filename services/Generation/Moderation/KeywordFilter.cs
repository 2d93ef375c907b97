using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// Refuses prompts by whole words and phrases, before any money moves. It knows only what no provider would serve anyway; the finer
/// judgement is the provider's. Words are compared without case, accents, invisible characters and common digit-for-letter spelling,
/// and never as parts of other words ("grape" is a fruit).
/// </summary>
internal sealed class KeywordFilter
{
    private const int LongestPhrase = 4;

    private static readonly string[] BuiltIn =
    [
        "child porn", "child pornography", "child nude", "nude child", "nude children", "naked child", "naked children", "naked minor",
        "nude minor", "csam", "underage sex", "underage porn", "underage nude", "loli porn", "lolicon", "shotacon", "rape", "bestiality",
        "zoophilia", "necrophilia", "snuff film", "revenge porn", "beheading video", "how to make a bomb", "bomb making instructions",
    ];

    private readonly FrozenSet<string> _phrases;
    private readonly bool _enabled;

    public KeywordFilter(IOptions<ModerationOptions> options)
    {
        var own = options.Value.BannedKeywords.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _enabled = options.Value.Enabled;
        _phrases = BuiltIn.Concat(own).Select(static phrase => string.Join(' ', Words(phrase))).Where(static phrase => phrase.Length > 0)
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether any of the texts that a model would read must be refused.</summary>
    public bool Blocks(GenerationRequest request) => Blocks(request.Prompt) || (request.SearchContext is { } context && Blocks(context));

    /// <summary>Whether the prompt must be refused.</summary>
    public bool Blocks(string prompt)
    {
        if (!_enabled)
            return false;
        var words = Words(prompt);
        for (var start = 0; start < words.Count; start++)
        {
            var phrase = "";
            for (var length = 0; length < LongestPhrase && start + length < words.Count; length++)
            {
                phrase = length == 0 ? words[start] : phrase + ' ' + words[start + length];
                if (_phrases.Contains(phrase))
                    return true;
            }
        }

        return false;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)
                continue;
            if (Rune.IsLetterOrDigit(rune))
                word.Append(LookAlikes.Fold(Rune.ToLowerInvariant(rune)).ToString());
            else
                Flush(words, word);
        }

        Flush(words, word);
        return words;
    }

    private static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length == 0)
            return;
        words.Add(word.ToString());
        word.Clear();
    }
}
