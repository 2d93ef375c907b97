namespace NanoBanana.Generation.Enhancing;

/// <summary>What is added to a prompt, and what callers are told of it.</summary>
/// <param name="Label">Where it is named.</param>
/// <param name="Name">Of the caller's list.</param>
internal sealed record EnhancementPart(string Label, string Name, string Text)
{
    /// <summary>All parts, in the order they are written in.</summary>
    public static IReadOnlyList<EnhancementPart> Of(EnhancementTemplate template, EnhancementWish options)
    {
        List<EnhancementPart> parts = [new("Style", "style_enhancement", template.Style)];
        parts.Add(new("Lighting", "lighting_enhancement", options.Lighting ?? template.Lighting));
        parts.Add(new("Composition", "composition_improvement", template.Composition + (ShapeOf(options.AspectRatio) is { } shape ? ", " + shape : "")));
        if (options.Mood is { } mood)
            parts.Add(new("Mood", "mood_enhancement", mood));
        if (options.CameraAngle is { } angle)
            parts.Add(new("Camera", "camera_angle", angle));
        parts.Add(new("Detail", "detail_enhancement", template.Detail));
        return parts;
    }

    private static string? ShapeOf(string? ratio) => ratio switch
    {
        "square" => "framed as a square",
        "portrait" => "framed upright",
        "landscape" => "framed as a landscape",
        "wide" => "framed wide",
        "ultrawide" => "framed as a panorama",
        _ => null,
    };
}
