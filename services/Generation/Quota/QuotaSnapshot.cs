namespace NanoBanana.Generation.Quota;

/// <summary>How an account's day stands, and the trial's.</summary>
/// <param name="Now">The database's clock, which days and cooldowns go by.</param>
/// <param name="Multiplier">Of the daily limit: 0.1 to 100, 1 unless an operator said otherwise.</param>
/// <param name="SinceLast">Since the account's last generation began; null when there was none.</param>
/// <param name="Trial">What is used of the trial by mode, the pool under <see cref="QuotaRefusal.Pool"/>; empty for callers outside of it.</param>
internal sealed record QuotaSnapshot(DateTimeOffset Now, int Used, decimal Multiplier, TimeSpan? SinceLast, IReadOnlyDictionary<string, int> Trial)
{
    public DateOnly Day => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>The next midnight, UTC.</summary>
    public DateTimeOffset ResetsAt => new(Now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    /// <summary>Generations in a day.</summary>
    public int LimitOf(int dailyLimit) => LimitOf(dailyLimit, Multiplier);

    /// <summary>Generations in a day of an account with this multiplier.</summary>
    public static int LimitOf(int dailyLimit, decimal multiplier) => (int)Math.Floor(dailyLimit * multiplier);

    /// <summary>What is used of the pool, or of a mode.</summary>
    public int UsedOf(string mode) => Trial.GetValueOrDefault(mode);

    /// <summary>Until the next generation may begin, in milliseconds.</summary>
    public int Wait(int cooldownMs) => SinceLast is { } since ? (int)Math.Clamp(Math.Ceiling(cooldownMs - since.TotalMilliseconds), 0, cooldownMs) : 0;

    /// <summary>As the database would decide: every meter that applies must have room.</summary>
    public QuotaRefusal? Refuse(QuotaTerms terms)
    {
        var limit = LimitOf(terms.Limit);
        if (Wait(terms.CooldownMs) is > 0 and var wait)
            return new QuotaRefusal(QuotaRefusal.Cooldown, wait, 0);
        if (Used + terms.Take > limit)
            return new QuotaRefusal(QuotaRefusal.Daily, Used, limit);
        if (terms.Trial is not { } trial)
            return null;
        if (UsedOf(QuotaRefusal.Pool) + (terms.Take * trial.Cost) > trial.Pool)
            return new QuotaRefusal(QuotaRefusal.Pool, UsedOf(QuotaRefusal.Pool), trial.Pool);
        return UsedOf(trial.Mode) + terms.Take > trial.Limit ? new QuotaRefusal(trial.Mode, UsedOf(trial.Mode), trial.Limit) : null;
    }
}
