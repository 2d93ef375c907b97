using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Analytics;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>Generations by day, mode and resolution.</summary>
/// <param name="AverageDaily">Over all days of the period; of all time, over those since the first.</param>
/// <param name="PeakDay">The first of the busiest days; null when nothing was made.</param>
internal sealed record AnalyticsUsageResponse(
    IReadOnlyList<DailyFigure> DailyUsage, long TotalGenerations, decimal AverageDaily, DateOnly? PeakDay, long PeakCount,
    IReadOnlyList<ModeShare> ByMode, IReadOnlyList<ResolutionShare> ByResolution);

/// <summary>What a mode made, and its percentage of all.</summary>
internal sealed record ModeShare(string Mode, long Count, decimal Percentage);

/// <summary>What was made at a step, and its percentage of all.</summary>
internal sealed record ResolutionShare(string Resolution, long Count, decimal Percentage);

internal static class AnalyticsUsage
{
    public static async Task<Results<Ok<AnalyticsUsageResponse>, FailureResult>> HandleAsync(
        [FromQuery(Name = "time_range")] string? timeRange, Caller caller, FiguresReader reader, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var range = TimeRange.Read(validation, timeRange);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var figures = await reader.ReadAsync(caller.AccountId, range, cancellationToken);
        return TypedResults.Ok(new AnalyticsUsageResponse(
            DailyFigure.Of(figures), figures.Total.Generations, AverageDaily(figures, range), figures.Peak?.Day, figures.Peak?.Figures.Generations ?? 0,
            [.. Made(figures.Modes).Select(static share => new ModeShare(share.Name, share.Amount, share.Percentage))],
            [.. Made(figures.Resolutions).Select(static share => new ResolutionShare(share.Name, share.Amount, share.Percentage))]));
    }

    private static IReadOnlyList<Share> Made(IReadOnlyList<NamedFigures> named) => Share.Of(named, static figures => figures.Generations);

    private static decimal AverageDaily(UsageFigures figures, TimeRange range)
    {
        if (figures.Peak is null)
            return 0.0m;
        var days = range.Days ?? figures.Today.DayNumber - figures.BusyDays.First().Day.DayNumber + 1;
        return Math.Round((decimal)figures.Total.Generations / days, 2, MidpointRounding.AwayFromZero) + 0.0m;
    }
}
