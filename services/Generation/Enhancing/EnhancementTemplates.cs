namespace NanoBanana.Generation.Enhancing;

/// <summary>Chooses the template of a prompt: by the style that was asked for, and by what is to be seen.</summary>
internal static class EnhancementTemplates
{
    private const string Photorealistic = "photorealistic";

    private static readonly EnhancementTemplate Scenic = new(
        "scenic_landscape", "photorealistic landscape photography", "golden hour light with long soft shadows",
        "layered foreground, middle ground and distance, leading lines towards the horizon", "crisp textures of stone, water and foliage, clear air");

    private static readonly EnhancementTemplate General = new(
        "general_scene", "carefully crafted image with a clear subject", "natural balanced light", "balanced composition by the rule of thirds", "rich fine detail, harmonious colours");

    private static readonly Dictionary<string, EnhancementTemplate> ByStyle = new(StringComparer.Ordinal)
    {
        [Photorealistic] = new(
            "photorealistic_scene", "photorealistic, as taken with a full-frame camera", "soft directional natural light", "shallow depth of field, subject set off from its surroundings",
            "true-to-life textures and skin tones"),
        ["illustration"] = new(
            "illustration_art", "hand-drawn digital illustration with confident line work", "gentle painted light", "clear silhouette with a readable focal point", "layered colours, visible brush texture"),
        ["minimalist"] = new(
            "minimalist_design", "minimalist design reduced to its essential shapes", "even, shadowless light", "generous empty space around one subject", "a restrained palette of two or three colours"),
        ["sticker"] = new(
            "sticker_design", "die-cut sticker with bold outlines", "flat light without cast shadows", "one centred subject with a white border on a plain background", "simple shapes, saturated colours"),
        ["product"] = new(
            "product_shot", "commercial product photograph", "softbox studio light with a subtle reflection", "product centred on a clean seamless background", "sharp edges, true materials, no clutter"),
        ["comic"] = new(
            "comic_panel", "comic book panel with inked outlines and halftone shading", "dramatic high-contrast light", "dynamic diagonal composition", "expressive poses, flat vivid colours"),
    };

    private static readonly string[] LandscapeWords =
    [
        "landscape", "mountain", "mountains", "valley", "forest", "beach", "ocean", "sea", "lake", "river", "waterfall", "desert", "canyon", "island", "coast", "meadow",
        "sunset", "sunrise", "horizon", "glacier", "hills",
    ];

    /// <summary>Every style that can be asked for.</summary>
    public static IReadOnlyList<string> Styles { get; } = [.. ByStyle.Keys];

    /// <param name="style">One of <see cref="Styles"/>, or null.</param>
    public static EnhancementTemplate Choose(string prompt, string? style) =>
        style is null or Photorealistic && IsLandscape(prompt) ? Scenic : style is null ? General : ByStyle[style];

    private static bool IsLandscape(string prompt) => Words.Of(prompt).Any(static word => LandscapeWords.Contains(word, StringComparer.Ordinal));
}
