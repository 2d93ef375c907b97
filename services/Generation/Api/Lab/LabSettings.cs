using System.Text.Json.Serialization;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>How an image shall be, in the Lab's terms.</summary>
/// <param name="AspectRatio"><c>1:1</c>, <c>16:9</c> (default), <c>9:16</c>, <c>4:3</c> or <c>3:4</c>.</param>
/// <param name="Resolution"><c>1K</c> (default), <c>2K</c> or <c>4K</c>.</param>
/// <param name="SafetyLevel"><c>strict</c>, <c>moderate</c>, <c>relaxed</c> or <c>none</c>; what the operator has set unless given (<c>moderate</c>).</param>
internal sealed record LabSettings(string? AspectRatio, string? Resolution, string? SafetyLevel)
{
    public static readonly string[] Ratios = ["1:1", "16:9", "9:16", "4:3", "3:4"];
    public static readonly string[] Steps = ["1K", "2K", "4K"];
    public static readonly string[] Levels = SafetyLevels.Names;

    /// <summary>Without the account's own defaults, when those filled something in.</summary>
    [JsonIgnore]
    public LabSettings? AsSent { get; init; }

    /// <summary>With every default filled in.</summary>
    public static LabSettings Of(LabSettings? given) =>
        new(given?.AspectRatio ?? "16:9", given?.Resolution ?? "1K", given?.SafetyLevel ?? SafetyLevels.Default);

    public void Check(RequestValidation validation)
    {
        validation.OneOf("settings -> aspect_ratio", AspectRatio, Ratios);
        validation.OneOf("settings -> resolution", Resolution, Steps);
        validation.OneOf("settings -> safety_level", SafetyLevel, Levels);
    }

    /// <summary>The longest prompt that the Lab takes, in characters.</summary>
    public const int MaxPrompt = 2_000;

    /// <summary>A request for one image, by settings and a prompt that were checked.</summary>
    /// <param name="mode">What it is booked as.</param>
    public GenerationRequest RequestFor(string prompt, string mode, (string? Provider, string? Model, string? Strategy) pins)
    {
        var size = Size();
        return new GenerationRequest(prompt, size.Width, size.Height, 1, "natural", mode, "lab", pins.Provider, pins.Model)
        {
            Resolution = size.Resolution,
            Strategy = pins.Strategy,
            SafetyLevel = SafetyLevel,
            AsSent = AsSent?.RequestFor(prompt, mode, pins),
        };
    }

    private ImageSize Size() => ImageSize.Of(Providers.Models.AspectRatio.Parse(AspectRatio!)!.Value, Resolution!)!.Value;
}
