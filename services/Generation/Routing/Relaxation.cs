using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>What a model may leave out of a request, when no model can do all of it. Told to the caller, never silent.</summary>
internal static class Relaxation
{
    /// <summary>The shape: the nearest one it offers is made.</summary>
    public const string Shape = "shape";

    /// <summary>The length: the next longer one it makes is ordered.</summary>
    public const string Duration = "duration_changed";

    /// <summary>The frame rate: no provider takes one.</summary>
    public const string Fps = "fps_ignored";

    /// <summary>The seed.</summary>
    public const string Seed = "seed_ignored";

    /// <summary>The negative prompt.</summary>
    public const string NegativePrompt = "negative_prompt_ignored";

    /// <summary>What a model would leave out; empty when it can do all.</summary>
    /// <param name="length">Of the video it would be asked for, in seconds; null of an image.</param>
    public static IReadOnlyList<string> Of(ProviderModel model, ModelFit fit, int? length, GenerationRequest request)
    {
        var isOtherLength = request.Seconds is { } seconds && length is { } made && made != seconds;
        var ignoresFps = request.Fps is { } fps && model.Fps != fps;
        var ignoresSeed = request.Seed is not null && !model.TakesSeed;
        var ignoresNegative = request.NegativePrompt is not null && !model.TakesNegativePrompt;

        // Nearly every model a decision looks at: it must cost nothing there.
        if (fit.IsExact && !isOtherLength && !ignoresFps && !ignoresSeed && !ignoresNegative)
            return [];
        var relaxations = new List<string>(5);
        if (!fit.IsExact)
            relaxations.Add(Shape);
        if (isOtherLength)
            relaxations.Add(Duration);
        if (ignoresFps)
            relaxations.Add(Fps);
        if (ignoresSeed)
            relaxations.Add(Seed);
        if (ignoresNegative)
            relaxations.Add(NegativePrompt);
        return relaxations;
    }
}
