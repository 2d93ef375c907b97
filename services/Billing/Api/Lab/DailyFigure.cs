using NanoBanana.Billing.Analytics;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>What was made on one day (UTC), and its credits.</summary>
internal sealed record DailyFigure(DateOnly Date, long Count, decimal Credits)
{
    /// <summary>Oldest first; days on which nothing was made have none.</summary>
    public static IReadOnlyList<DailyFigure> Of(UsageFigures figures) =>
        [.. figures.BusyDays.Select(static day => new DailyFigure(day.Day, day.Figures.Generations, day.Figures.Credits + 0.0m))];
}
