using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Quota;

/// <summary>A mode of the trial as callers see it.</summary>
/// <param name="Key">Its name on the wire: <c>basic_1k</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Limit">Generations of all callers in a day.</param>
/// <param name="Cost">Points that each takes from the pool.</param>
internal sealed record TrialMode(string Key, string Name, int Limit, int Cost);

/// <summary>Which mode of the trial a generation is of, by the mode and resolution it was asked in.</summary>
internal sealed class TrialModes
{
    public TrialModes(IOptions<QuotaOptions> options)
    {
        var trial = options.Value.Trial;
        All =
        [
            Mode("basic_1k", "Basic (1K/2K)", trial.Basic1K, 60), Mode("basic_4k", "Basic (4K)", trial.Basic4K, 20), Mode("chat", "Chat", trial.Chat, 40),
            Mode("batch_1k", "Batch (1K/2K)", trial.Batch1K, 30), Mode("batch_4k", "Batch (4K)", trial.Batch4K, 10), Mode("search", "Search", trial.Search, 30),
            Mode("blend", "Blend/Style", trial.Blend, 20),
        ];

        // The share of the pool is a whole number of hundredths: nothing is lost to fractions.
        TrialMode Mode(string key, string name, TrialModeOptions mode, int percent) =>
            new(key, name, trial.Mode == "auto" ? trial.Pool * percent / 100 / mode.Cost : mode.Limit, mode.Cost);
    }

    public IReadOnlyList<TrialMode> All { get; }

    /// <summary>Null when there is no such mode. A video has none of its own: it takes what the dearest image does.</summary>
    public TrialMode? Of(string mode, string? resolution) => mode switch
    {
        "basic" or "inpaint" or "outpaint" => Find(resolution == "4K" ? "basic_4k" : "basic_1k"),
        "batch" => Find(resolution == "4K" ? "batch_4k" : "batch_1k"),
        "video" => Find("basic_4k"),
        "chat" or "search" or "blend" => Find(mode),
        "style" => Find("blend"),
        _ => null,
    };

    private TrialMode Find(string key) => All.First(mode => mode.Key == key);
}
