using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>Where what was delivered differs from what was asked. Told, never hidden.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">For a person.</param>
internal sealed record GenerationWarning(string Code, string Message)
{
    public const string SizeMismatch = "size_mismatch";
    public const string DurationMismatch = "duration_mismatch";
    public const string CountMismatch = "count_mismatch";
    public const string NotStored = "not_stored";
    public const string ProviderSubstituted = "provider_substituted";
    public const string ModelSubstituted = "model_substituted";

    public static GenerationWarning Of(string code) => new(code, code switch
    {
        SizeMismatch => "The provider has no such size: what was made has the nearest one it offers.",
        DurationMismatch => "The video is longer or shorter than was ordered.",
        CountMismatch => "Fewer images were made than asked for; only those delivered were charged.",
        NotStored => "The image could not be stored and was delivered inline only.",
        ProviderSubstituted => "The provider that was asked for could not serve it; another one did.",
        ModelSubstituted => "The model that was asked for could not serve it; another one did.",
        Relaxation.Seed => "The model takes no seed: a repetition gives another image.",
        Relaxation.Duration => "The model makes no video of that length: the next longer one was ordered.",
        Relaxation.Fps => "The model takes no frame rate: its videos have one of their own.",
        Relaxation.NegativePrompt => "The model takes no negative prompt.",
        _ => code,
    });
}
