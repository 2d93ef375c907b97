namespace NanoBanana.Billing.Analytics;

/// <summary>What some jobs came to.</summary>
/// <param name="Generations">Jobs that delivered.</param>
/// <param name="Failures">Jobs that were tried and made nothing.</param>
/// <param name="Fallbacks">Of those that delivered, how many were not served as planned.</param>
/// <param name="DurationMs">From start to end, of all that delivered.</param>
/// <param name="Credits">What they cost.</param>
internal sealed record Figures(long Generations, long Failures, long Fallbacks, long DurationMs, long Credits)
{
    /// <summary>Jobs that were tried.</summary>
    public long Requests => Generations + Failures;

    /// <summary>In percent; 100 when nothing was tried.</summary>
    public decimal SuccessRate => Requests == 0 ? 100.0m : Percent.Of(Generations, Requests);

    /// <summary>Of one that delivered, in milliseconds.</summary>
    public decimal AverageDurationMs => Generations == 0 ? 0.0m : Math.Round((decimal)DurationMs / Generations, 1, MidpointRounding.AwayFromZero) + 0.0m;
}

/// <summary>The figures of a provider, a mode or a step.</summary>
internal sealed record NamedFigures(string Name, Figures Figures);

/// <summary>The figures of a day (UTC).</summary>
internal sealed record DayFigures(DateOnly Day, Figures Figures);

/// <summary>An account's figures of a range, each list being another way to divide the same total.</summary>
/// <param name="Days">Oldest first, only those on which something was tried.</param>
/// <param name="Providers">In the order of their names, as the others.</param>
/// <param name="Now">The database's time.</param>
internal sealed record UsageFigures(
    Figures Total, IReadOnlyList<DayFigures> Days, IReadOnlyList<NamedFigures> Providers, IReadOnlyList<NamedFigures> Modes,
    IReadOnlyList<NamedFigures> Resolutions, DateTimeOffset Now)
{
    /// <summary>Today (UTC).</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>Days on which something was made.</summary>
    public IEnumerable<DayFigures> BusyDays => Days.Where(static day => day.Figures.Generations > 0);

    /// <summary>The day with the most generations, the first of several; null when there is none.</summary>
    public DayFigures? Peak => BusyDays.OrderByDescending(static day => day.Figures.Generations).FirstOrDefault();

    /// <summary>The one with the most generations, the first by name of several; null when there is none.</summary>
    public static NamedFigures? Favourite(IReadOnlyList<NamedFigures> named) =>
        named.Where(static one => one.Figures.Generations > 0).OrderByDescending(static one => one.Figures.Generations).FirstOrDefault();
}
