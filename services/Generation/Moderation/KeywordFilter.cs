using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// Refuses texts by whole words and phrases: the built-in ones of the level, and at every level those of the configuration and those that operators keep in the
/// database. Words are never compared as parts of other words ("grape" is a fruit).
/// </summary>
internal sealed class KeywordFilter
{
    private readonly IReadOnlyList<KeywordRule> _fixed;
    private readonly bool _enabled;
    private readonly SafetyLevel _default;
    private KeywordSet _set;

    public KeywordFilter(IOptions<ModerationOptions> options)
    {
        var configured = options.Value.BannedKeywords.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _enabled = options.Value.Enabled;
        _default = SafetyLevels.Parse(options.Value.DefaultLevel)!.Value;
        _fixed = [.. BuiltInKeywords.All, .. configured.Select(static phrase => Banned(phrase, KeywordRule.Configured))];
        _set = new KeywordSet(_fixed);
    }

    /// <summary>All that is looked for now.</summary>
    public IReadOnlyList<KeywordRule> Rules => Volatile.Read(ref _set).Rules;

    /// <summary>Puts the operators' words in place of those before.</summary>
    public void Replace(IEnumerable<string> own) =>
        Volatile.Write(ref _set, new KeywordSet([.. _fixed, .. own.Select(static phrase => Banned(phrase, KeywordRule.Own))]));

    /// <summary>The rule that a text breaks, at the level of whoever names none.</summary>
    public KeywordRule? Find(string text) => Find(text, _default);

    /// <summary>The rule that a text breaks; null when it may pass.</summary>
    public KeywordRule? Find(string text, SafetyLevel level) => _enabled ? Volatile.Read(ref _set).Find(text, level) : null;

    private static KeywordRule Banned(string phrase, string source) => new(phrase, Categories.Banned, source, SafetyLevel.None);
}
