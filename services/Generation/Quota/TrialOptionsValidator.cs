using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Quota;

/// <summary>Reports all faults of the trial's settings at once.</summary>
internal sealed class TrialOptionsValidator : IValidateOptions<QuotaOptions>
{
    private const int Most = 1_000_000;

    public ValidateOptionsResult Validate(string? name, QuotaOptions options)
    {
        var trial = options.Trial;
        var faults = new List<string>();
        if (trial.Mode is not ("manual" or "auto"))
            faults.Add("Quota:Trial:Mode (TRIAL_QUOTA_MODE) must be manual or auto.");
        Check(faults, "Quota:Trial:Pool (TRIAL_GLOBAL_QUOTA)", trial.Pool, 1, Most);
        Check(faults, "Quota:Trial:CooldownSeconds (TRIAL_COOLDOWN_SECONDS)", trial.CooldownSeconds, 0, 3_600);
        foreach (var (key, mode) in new[]
        {
            ("Basic1K", trial.Basic1K), ("Basic4K", trial.Basic4K), ("Chat", trial.Chat), ("Batch1K", trial.Batch1K), ("Batch4K", trial.Batch4K),
            ("Search", trial.Search), ("Blend", trial.Blend),
        })
        {
            Check(faults, $"Quota:Trial:{key}:Limit", mode.Limit, 0, Most);
            Check(faults, $"Quota:Trial:{key}:Cost", mode.Cost, 1, Most);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(List<string> faults, string key, int value, int min, int max)
    {
        if (value < min || value > max)
            faults.Add($"{key} must be {min} to {max}.");
    }
}
