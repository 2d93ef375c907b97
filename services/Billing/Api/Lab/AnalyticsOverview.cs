using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Analytics;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>The figures of a period at a glance.</summary>
/// <param name="TotalGenerations">That delivered.</param>
/// <param name="AverageDurationMs">Of one of them, from its start to its end, waits for its turn included.</param>
/// <param name="SuccessRate">Percent of those tried; 100.0 when none was.</param>
/// <param name="PeriodStart">Midnight (UTC) of the first day; null for all time.</param>
/// <param name="PeriodEnd">Now; null for all time.</param>
internal sealed record AnalyticsOverviewResponse(
    long TotalGenerations, decimal TotalCreditsUsed, decimal AverageDurationMs, decimal SuccessRate, string? FavoriteProvider, string? FavoriteMode,
    DateTimeOffset? PeriodStart, DateTimeOffset? PeriodEnd);

internal static class AnalyticsOverview
{
    public static async Task<Results<Ok<AnalyticsOverviewResponse>, FailureResult>> HandleAsync(
        [FromQuery(Name = "time_range")] string? timeRange, Caller caller, FiguresReader reader, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var range = TimeRange.Read(validation, timeRange);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var figures = await reader.ReadAsync(caller.AccountId, range, cancellationToken);
        return TypedResults.Ok(new AnalyticsOverviewResponse(
            figures.Total.Generations, figures.Total.Credits + 0.0m, figures.Total.AverageDurationMs, figures.Total.SuccessRate,
            UsageFigures.Favourite(figures.Providers)?.Name, UsageFigures.Favourite(figures.Modes)?.Name,
            range.Days is { } days ? new DateTimeOffset(figures.Today.AddDays(1 - days), TimeOnly.MinValue, TimeSpan.Zero) : null,
            range.Days is null ? null : figures.Now));
    }
}
