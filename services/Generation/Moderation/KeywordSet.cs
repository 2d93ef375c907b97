using System.Collections.Frozen;

namespace NanoBanana.Generation.Moderation;

/// <summary>Rules, arranged so that a prompt costs one look-up for each of its phrases. Never changed: a new list is a new set.</summary>
internal sealed class KeywordSet
{
    private readonly FrozenDictionary<string, KeywordRule> _phrases;
    private readonly int _longest;

    /// <param name="rules">Of the same phrase the one that holds at the mildest level counts.</param>
    public KeywordSet(IReadOnlyList<KeywordRule> rules)
    {
        Rules = rules;
        var folded = rules.Select(static rule => (Rule: rule, Words: PromptWords.Of(rule.Phrase))).Where(static pair => pair.Words.Count > 0).ToList();
        _longest = folded.Count == 0 ? 0 : folded.Max(static pair => pair.Words.Count);
        _phrases = folded.GroupBy(static pair => string.Join(' ', pair.Words), StringComparer.Ordinal)
            .ToFrozenDictionary(static same => same.Key, static same => same.Select(static pair => pair.Rule).MinBy(static rule => rule.From)!, StringComparer.Ordinal);
    }

    public IReadOnlyList<KeywordRule> Rules { get; }

    /// <summary>Of the rules that a text breaks at a level the gravest, which is the one that holds at the mildest; null when it breaks none.</summary>
    public KeywordRule? Find(string text, SafetyLevel level)
    {
        KeywordRule? gravest = null;
        var words = PromptWords.Of(text);
        for (var start = 0; start < words.Count; start++)
        {
            var phrase = "";
            for (var length = 0; length < _longest && start + length < words.Count; length++)
            {
                phrase = length == 0 ? words[start] : phrase + ' ' + words[start + length];
                if (_phrases.TryGetValue(phrase, out var rule) && rule.HoldsAt(level) && (gravest is null || rule.From < gravest.From))
                    gravest = rule;
            }
        }

        return gravest;
    }
}
