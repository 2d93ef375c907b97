using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Quota;

/// <summary>What the Lab's callers may have made in a day. Section <c>Quota</c>.</summary>
internal sealed class QuotaOptions
{
    public const string Section = "Quota";

    /// <summary>Images and videos of one account, or of one address, in a day (UTC); an account's multiplier scales it. Default 50.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Quota:DailyLimit must be 1 to 1000000.")]
    public int DailyLimit { get; set; } = 50;

    /// <summary>Between the beginnings of two generations of one account, in seconds. Default 3.</summary>
    [Range(0, 3_600, ErrorMessage = "Quota:CooldownSeconds must be 0 to 3600.")]
    public int CooldownSeconds { get; set; } = 3;

    /// <summary>Prompts in one batch. Default 5.</summary>
    [Range(1, 10, ErrorMessage = "Quota:MaxBatch must be 1 to 10.")]
    public int MaxBatch { get; set; } = 5;

    /// <summary>What all callers without a credential have together while they may try the service out.</summary>
    public TrialOptions Trial { get; set; } = new();
}
