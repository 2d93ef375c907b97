using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Analytics;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>How usage, cost and quality move, against as many days before.</summary>
/// <param name="QualityTrend">Null when nothing was tried.</param>
/// <param name="Insights">Sentences for people.</param>
internal sealed record AnalyticsTrendsResponse(Trend UsageTrend, Trend CostTrend, Trend? QualityTrend, IReadOnlyList<string> Insights);

internal static class AnalyticsTrends
{
    public static async Task<Results<Ok<AnalyticsTrendsResponse>, FailureResult>> HandleAsync(
        [FromQuery(Name = "time_range")] string? timeRange, Caller caller, FiguresReader reader, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var range = TimeRange.Read(validation, timeRange);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var figures = await reader.ReadAsync(caller.AccountId, range, cancellationToken);
        var before = range.Before is { } earlier ? (await reader.ReadAsync(caller.AccountId, earlier, cancellationToken)).Total : null;
        var total = figures.Total;
        var usage = Trend.Of("usage", total.Generations, before?.Generations, figures.BusyDays.Select(static day => new DataPoint(day.Day, day.Figures.Generations + 0.0m)));
        var cost = Trend.Of("cost", total.Credits, before?.Credits, figures.BusyDays.Select(static day => new DataPoint(day.Day, day.Figures.Credits + 0.0m)));

        // Of days on which nothing was tried no success can be told.
        var quality = total.Requests == 0 ? null : Trend.Of(
            "quality", total.SuccessRate, before is { Requests: > 0 } ? before.SuccessRate : null,
            figures.Days.Select(static day => new DataPoint(day.Day, day.Figures.SuccessRate)));
        return TypedResults.Ok(new AnalyticsTrendsResponse(usage, cost, quality, Insights.Of(figures, usage, before is not null)));
    }
}
