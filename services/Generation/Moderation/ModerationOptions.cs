namespace NanoBanana.Generation.Moderation;

/// <summary>The keyword filter. Section <c>Moderation</c>.</summary>
internal sealed class ModerationOptions
{
    public const string Section = "Moderation";

    /// <summary>Whether prompts are filtered. Default true. Variable <c>CONTENT_FILTER_ENABLED</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Words and phrases blocked beside the built-in ones, comma separated. Variable <c>BANNED_KEYWORDS</c>.</summary>
    public string BannedKeywords { get; set; } = "";
}
