using NanoBanana.Generation.Enhancing;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>Reads what the family's images are asked for, and finds all that is wrong with it, in sentences that name their field.</summary>
internal sealed class BanatieReader(RoutingPolicies policies)
{
    /// <summary>The family as requests name it.</summary>
    public const string Family = "banatie";

    private const string Resolution = "1K";
    private const string DefaultRatio = "square";
    private const int MaxFileName = 100;

    /// <summary>The prompt, trimmed; a fault when it has too few or too many characters.</summary>
    public static string Prompt(string? given, int min, int max, RequestValidation validation)
    {
        var prompt = given?.Trim() ?? "";
        var length = prompt.EnumerateRunes().Count();
        if (length == 0)
            validation.Add("prompt", "missing", "Prompt is required");
        else if (length < min || length > max)
            validation.Add("prompt", length < min ? "string_too_short" : "string_too_long", $"Prompt must be {min} to {max} characters");
        else if (prompt.Contains('\0'))
            validation.Add("prompt", "string_type", "Prompt must not contain a NUL character");
        return prompt;
    }

    /// <summary>The name, as it is; a fault when it holds what no name may.</summary>
    public static string FileName(string? given, RequestValidation validation)
    {
        if (string.IsNullOrWhiteSpace(given))
            validation.Add("filename", "missing", "Filename is required");
        else if (given.Length > MaxFileName)
            validation.Add("filename", "string_too_long", $"Filename must be at most {MaxFileName} characters");
        else if (!given.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            validation.Add("filename", "string_pattern_mismatch", "Filename may contain letters, digits, '_' and '-' only");
        return given ?? "";
    }

    /// <summary>The same of a form: what no name may hold becomes a <c>-</c>, and what is too long is cut.</summary>
    public static string CleanFileName(string? given, RequestValidation validation)
    {
        var name = given?.Trim() ?? "";
        if (name.Length == 0)
            validation.Add("filename", "missing", "Filename is required");
        return string.Concat(name.Take(MaxFileName).Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '-'));
    }

    /// <summary>An image of these; only to be used when the validation has not failed.</summary>
    public GenerationRequest Image(string prompt, string fileName, bool enhance, EnhancementWish options, HttpRequest http, RequestValidation validation)
    {
        var pins = RoutingHeaders.Read(http, policies, validation);
        var size = validation.Failed ? default : SizeOf(options.AspectRatio ?? DefaultRatio);
        return new GenerationRequest(prompt, size.Width, size.Height, 1, "natural", "basic", Family, pins.Provider, pins.Model)
        {
            Resolution = Resolution,
            Strategy = pins.Strategy,
            NegativePrompt = options.NegativePrompt,
            FileName = fileName,
            Enhance = enhance ? options : null,
        };
    }

    private static ImageSize SizeOf(string name) => ImageSize.Of(AspectRatio.Parse(RatioNames.All[name])!.Value, Resolution)!.Value;
}
