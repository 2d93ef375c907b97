using System.Text.Json;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>How a call wants its image, in our terms. Pure.</summary>
/// <param name="Size">Null when it cannot be read.</param>
/// <param name="NamesShape">Whether the call named a shape.</param>
/// <param name="WithText">Whether the call named text as what it takes.</param>
/// <param name="SafetyLevel">The strictest that was named; null when none was.</param>
internal sealed record GeminiWishes(ImageSize? Size, bool NamesShape, bool WithText, bool Search, string? SafetyLevel)
{
    private const string Config = "generationConfig.";
    private const string Unspecified = "HARM_BLOCK_THRESHOLD_UNSPECIFIED";
    private static readonly string[] Modalities = ["IMAGE", "TEXT"];
    private static readonly string[] Shapes = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1", "1:8", "8:1"];

    private static readonly Dictionary<string, SafetyLevel?> Thresholds = new(StringComparer.Ordinal)
    {
        ["BLOCK_LOW_AND_ABOVE"] = Moderation.SafetyLevel.Strict,
        ["BLOCK_MEDIUM_AND_ABOVE"] = Moderation.SafetyLevel.Moderate,
        ["BLOCK_ONLY_HIGH"] = Moderation.SafetyLevel.Relaxed,
        ["BLOCK_NONE"] = Moderation.SafetyLevel.None,
        ["OFF"] = Moderation.SafetyLevel.None,
        [Unspecified] = null,
    };

    public static GeminiWishes Of(GeminiCall body, ProviderModel model, RequestValidation validation)
    {
        var config = body.GenerationConfig;
        validation.Range(Config + "candidateCount", config?.CandidateCount ?? 1, 1, 1);
        if (config?.Seed is < 0 or > int.MaxValue)
            validation.Add(Config + "seed", "value_error", $"Input should be from 0 to {int.MaxValue}");
        var image = config?.ImageConfig;
        validation.OneOf(Config + "imageConfig.aspectRatio", image?.AspectRatio, model.Ratios.Count > 0 ? [.. model.Ratios.Select(static ratio => ratio.ToString())] : Shapes);
        validation.OneOf(Config + "imageConfig.imageSize", image?.ImageSize, model.Resolutions);
        var ratio = AspectRatio.Parse(image?.AspectRatio ?? Shapes[0]) ?? new AspectRatio(1, 1);
        return new GeminiWishes(
            ImageSize.Of(ratio, image?.ImageSize ?? DefaultStep(model)), image?.AspectRatio is not null, WantsText(config?.ResponseModalities, validation),
            Searches(body.Tools, validation), LevelOf(body.SafetySettings, validation));
    }

    private static string DefaultStep(ProviderModel model) => model.Resolutions.Contains("1K") ? "1K" : model.Resolutions[0];

    private static bool WantsText(Bounded<string>? modalities, RequestValidation validation)
    {
        var wanted = (modalities ?? []).Select(static one => one?.ToUpperInvariant() ?? "").ToList();
        foreach (var one in wanted)
            validation.OneOf(Config + "responseModalities", one, Modalities);
        if (wanted.Count > 0 && !wanted.Contains(Modalities[0]))
            validation.Add(Config + "responseModalities", "value_error", "Images are made here: IMAGE should be among them");
        return wanted.Contains(Modalities[1]);
    }

    private static bool Searches(Bounded<GeminiTool>? tools, RequestValidation validation)
    {
        if (tools?.SelectMany(static tool => tool?.Others ?? []).Any(static other => other.Value.ValueKind != JsonValueKind.Null) == true)
            validation.Add("tools", "value_error", "Of tools there is googleSearch alone");
        return tools?.Any(static tool => tool is { GoogleSearch: not null } or { GoogleSearchRetrieval: not null }) ?? false;
    }

    private static string? LevelOf(Bounded<GeminiSafetySetting>? settings, RequestValidation validation)
    {
        SafetyLevel? strictest = null;
        foreach (var threshold in (settings ?? []).Select(static setting => setting?.Threshold ?? Unspecified))
        {
            validation.OneOf("safetySettings.threshold", threshold, Thresholds.Keys);
            if (Thresholds.GetValueOrDefault(threshold) is { } level && !(level <= strictest))
                strictest = level;
        }

        return strictest is { } named ? SafetyLevels.NameOf(named) : null;
    }
}
