using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Moderation;

/// <summary>What is refused before any money moves, and what is kept of it. Section <c>Moderation</c>.</summary>
internal sealed class ModerationOptions
{
    public const string Section = "Moderation";

    /// <summary>Whether prompts are filtered at all, by keywords and by the model. Default true. Variable <c>CONTENT_FILTER_ENABLED</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Words and phrases blocked beside the built-in ones at every level, comma separated. Variable <c>BANNED_KEYWORDS</c>.</summary>
    public string BannedKeywords { get; set; } = "";

    /// <summary>The level of whoever names none: <c>strict</c>, <c>moderate</c> (default), <c>relaxed</c> or <c>none</c>. Variable <c>DEFAULT_SAFETY_LEVEL</c>.</summary>
    [AllowedValues("strict", "moderate", "relaxed", "none", ErrorMessage = "Moderation:DefaultLevel (DEFAULT_SAFETY_LEVEL) must be strict, moderate, relaxed or none.")]
    public string DefaultLevel { get; set; } = SafetyLevels.Default;

    /// <summary>
    /// Whether OpenAI's moderation model is asked as well. It never is without a key of theirs. Unset: when the key is for OpenAI's own address, because
    /// not everybody who speaks its protocol has that model. Variable <c>AI_MODERATION_ENABLED</c>.
    /// </summary>
    public bool? AiEnabled { get; set; }

    /// <summary>How long that model is waited for, in milliseconds. Default 2000.</summary>
    [Range(100, 10_000, ErrorMessage = "Moderation:AiTimeoutMs must be 100 to 10000.")]
    public int AiTimeoutMs { get; set; } = 2_000;

    /// <summary>Whether what was blocked is noted one by one; counts by day are kept in any case. Default true. Variable <c>AUDIT_LOGGING_ENABLED</c>.</summary>
    public bool LogEnabled { get; set; } = true;

    /// <summary>Whether such a note has the beginning of the prompt. Default true.</summary>
    public bool KeepExcerpts { get; set; } = true;

    /// <summary>How long notes are kept, in days. Default 30.</summary>
    [Range(1, 365, ErrorMessage = "Moderation:LogDays must be 1 to 365.")]
    public int LogDays { get; set; } = 30;

    /// <summary>How often each process asks for keywords that operators have changed, in seconds. Default 3.</summary>
    [Range(1, 60, ErrorMessage = "Moderation:RulesSeconds must be 1 to 60.")]
    public int RulesSeconds { get; set; } = 3;
}
