namespace NanoBanana.Generation.Quota;

/// <summary>A pool of points for all callers without a credential, and how many generations of each mode there may be in a day (UTC).</summary>
internal sealed class TrialOptions
{
    /// <summary>Whether callers without a credential are served, from the pool. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Points of all of them in a day. Default 50.</summary>
    public int Pool { get; set; } = 50;

    /// <summary>Between the beginnings of two generations of one address, in seconds. Default 3.</summary>
    public int CooldownSeconds { get; set; } = 3;

    /// <summary><c>manual</c> (default) takes the modes' limits as they are set, <c>auto</c> derives them from the pool.</summary>
    public string Mode { get; set; } = "manual";

    public TrialModeOptions Basic1K { get; set; } = new() { Limit = 30, Cost = 1 };
    public TrialModeOptions Basic4K { get; set; } = new() { Limit = 10, Cost = 3 };
    public TrialModeOptions Chat { get; set; } = new() { Limit = 20, Cost = 1 };
    public TrialModeOptions Batch1K { get; set; } = new() { Limit = 15, Cost = 1 };
    public TrialModeOptions Batch4K { get; set; } = new() { Limit = 5, Cost = 3 };
    public TrialModeOptions Search { get; set; } = new() { Limit = 15, Cost = 2 };
    public TrialModeOptions Blend { get; set; } = new() { Limit = 10, Cost = 2 };
}

/// <summary>One mode of the trial.</summary>
internal sealed class TrialModeOptions
{
    /// <summary>Generations in a day.</summary>
    public int Limit { get; set; }

    /// <summary>Points that each takes from the pool.</summary>
    public int Cost { get; set; }
}
