using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Billing.Analytics;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>Credits by day, provider, mode and resolution.</summary>
/// <param name="Currency"><c>credits</c>, of which 20 are one 1K image.</param>
internal sealed record AnalyticsCostsResponse(
    decimal TotalCost, string Currency, IReadOnlyList<DailyFigure> DailyCosts, IReadOnlyList<CategoryCost> ByProvider, IReadOnlyList<CategoryCost> ByMode,
    IReadOnlyList<CategoryCost> ByResolution);

/// <summary>What a provider, mode or step cost, and its percentage of all.</summary>
internal sealed record CategoryCost(string Category, decimal Amount, decimal Percentage);

internal static class AnalyticsCosts
{
    public static async Task<Results<Ok<AnalyticsCostsResponse>, FailureResult>> HandleAsync(
        [FromQuery(Name = "time_range")] string? timeRange, Caller caller, FiguresReader reader, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var range = TimeRange.Read(validation, timeRange);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var figures = await reader.ReadAsync(caller.AccountId, range, cancellationToken);
        return TypedResults.Ok(new AnalyticsCostsResponse(
            figures.Total.Credits + 0.0m, "credits", DailyFigure.Of(figures), Spent(figures.Providers), Spent(figures.Modes), Spent(figures.Resolutions)));
    }

    private static IReadOnlyList<CategoryCost> Spent(IReadOnlyList<NamedFigures> named) =>
    [
        .. Share.Of(named, static figures => figures.Credits).Select(static share => new CategoryCost(share.Name, share.Amount + 0.0m, share.Percentage)),
    ];
}
