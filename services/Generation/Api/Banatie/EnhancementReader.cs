using NanoBanana.Generation.Enhancing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>Checks enhancement options, in whichever body they stand. What is blank was not given.</summary>
internal static class EnhancementReader
{
    private const int MaxText = 100;
    private const int MaxNegatives = 10;

    /// <summary>The options without blanks; only to be used when the validation has not failed.</summary>
    /// <param name="given">Null for none.</param>
    public static EnhancementWish Read(EnhancementWish? given, RequestValidation validation)
    {
        if (given is null)
            return new EnhancementWish();
        var options = new EnhancementWish(
            Given(given.ImageStyle), Given(given.AspectRatio), Given(given.Mood), Given(given.Lighting), Given(given.CameraAngle),
            given.NegativePrompts is { Count: > 0 } unwanted ? [.. unwanted.Select(Given)] : null, Given(given.OutputFormat));
        OneOf(validation, "imageStyle", options.ImageStyle, EnhancementTemplates.Styles);
        OneOf(validation, "aspectRatio", options.AspectRatio, RatioNames.All.Keys);
        OneOf(validation, "outputFormat", options.OutputFormat, OutputFormats.All);
        Short(validation, "mood", options.Mood);
        Short(validation, "lighting", options.Lighting);
        Short(validation, "cameraAngle", options.CameraAngle);
        if (options.NegativePrompts is { } negatives && (negatives.Count > MaxNegatives || negatives.Any(static text => text is null || !IsShort(text))))
            validation.Add("negativePrompts", "value_error", $"negativePrompts must be at most {MaxNegatives} texts of 1 to {MaxText} characters each");
        return options;
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static void OneOf(RequestValidation validation, string field, string? value, IEnumerable<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
            validation.Add(field, "literal_error", $"{field} must be one of {string.Join(", ", allowed)}");
    }

    private static void Short(RequestValidation validation, string field, string? text)
    {
        if (text is not null && !IsShort(text))
            validation.Add(field, "string_too_long", $"{field} must be at most {MaxText} characters");
    }

    private static bool IsShort(string text) => text.EnumerateRunes().Count() <= MaxText && !text.Contains('\0');
}
