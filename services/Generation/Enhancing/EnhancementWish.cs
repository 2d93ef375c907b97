using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Enhancing;

/// <summary>How a prompt shall be enhanced. Each is optional.</summary>
/// <param name="ImageStyle">One of <see cref="EnhancementTemplates.Styles"/>.</param>
/// <param name="AspectRatio">One of <see cref="RatioNames"/>.</param>
/// <param name="Mood">At most 100 characters, as the two that follow.</param>
/// <param name="NegativePrompts">What shall not be seen: at most 10 texts of at most 100 characters.</param>
/// <param name="OutputFormat">One of <see cref="OutputFormats"/>; images are always made from plain text.</param>
internal sealed record EnhancementWish(
    [property: JsonPropertyName("imageStyle")] string? ImageStyle = null,
    [property: JsonPropertyName("aspectRatio")] string? AspectRatio = null,
    string? Mood = null,
    string? Lighting = null,
    [property: JsonPropertyName("cameraAngle")] string? CameraAngle = null,
    [property: JsonPropertyName("negativePrompts")] IReadOnlyList<string?>? NegativePrompts = null,
    [property: JsonPropertyName("outputFormat")] string? OutputFormat = null)
{
    /// <summary>The caller's own words that go into the prompt: judged like one.</summary>
    [JsonIgnore]
    public IEnumerable<string> Words => new[] { Mood, Lighting, CameraAngle }.OfType<string>();

    /// <summary>As image models take it; null when there is none.</summary>
    [JsonIgnore]
    public string? NegativePrompt => NegativePrompts is { Count: > 0 } unwanted ? string.Join(", ", unwanted) : null;
}

/// <summary>Names of shapes.</summary>
internal static class RatioNames
{
    /// <summary>Width to height of each.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["square"] = "1:1",
        ["portrait"] = "3:4",
        ["landscape"] = "4:3",
        ["wide"] = "16:9",
        ["ultrawide"] = "21:9",
    };
}

/// <summary>How an enhanced prompt is written.</summary>
internal static class OutputFormats
{
    /// <summary>One line. What is written unless another is named.</summary>
    public const string Text = "text";

    /// <summary>The subject, and a list of what was added.</summary>
    public const string Markdown = "markdown";

    /// <summary>Sentences that name what each adds.</summary>
    public const string Detailed = "detailed";

    public static IReadOnlyList<string> All { get; } = [Text, Markdown, Detailed];
}
