using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Analytics;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>Who served how much, how fast and how reliably.</summary>
/// <param name="TotalRequests">That were tried, those that failed included.</param>
/// <param name="FallbackCount">How many delivered, but not as planned: another model or provider made some of it.</param>
/// <param name="FallbackRate">Percent of all requests.</param>
internal sealed record AnalyticsProvidersResponse(IReadOnlyList<ProviderFigure> Providers, long TotalRequests, long FallbackCount, decimal FallbackRate);

/// <summary>The requests that ended with one provider.</summary>
/// <param name="Percentage">Of all requests.</param>
/// <param name="AverageDurationMs">Of those that delivered.</param>
/// <param name="SuccessRate">Percent of them that delivered.</param>
internal sealed record ProviderFigure(string Provider, long Count, decimal Percentage, decimal AverageDurationMs, decimal SuccessRate);

internal static class AnalyticsProviders
{
    public static async Task<Results<Ok<AnalyticsProvidersResponse>, FailureResult>> HandleAsync(
        [FromQuery(Name = "time_range")] string? timeRange, Caller caller, FiguresReader reader, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var range = TimeRange.Read(validation, timeRange);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var figures = await reader.ReadAsync(caller.AccountId, range, cancellationToken);
        var total = figures.Total;
        return TypedResults.Ok(new AnalyticsProvidersResponse(
            [.. Share.Of(figures.Providers, static figures => figures.Requests).Select(static share => new ProviderFigure(
                share.Name, share.Amount, share.Percentage, share.Figures.AverageDurationMs, share.Figures.SuccessRate))],
            total.Requests, total.Fallbacks, total.Requests == 0 ? 0.0m : Percent.Of(total.Fallbacks, total.Requests)));
    }
}
