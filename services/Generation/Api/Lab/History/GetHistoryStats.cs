using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.History;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.History;

/// <summary>A history in figures.</summary>
/// <param name="TotalDuration">Of all images, in seconds.</param>
internal sealed record HistoryStatsView(
    long TotalImages, IReadOnlyDictionary<string, long> ImagesByMode, double TotalDuration, double AverageDuration, DateTimeOffset? EarliestDate, DateTimeOffset? LatestDate);

internal static class GetHistoryStats
{
    public static async Task<Ok<HistoryStatsView>> HandleAsync(Caller caller, HistoryPages pages, CancellationToken cancellationToken)
    {
        var figures = caller.Principal.Kind == PrincipalKind.Anonymous
            ? new HistoryFigures(new Dictionary<string, long>(StringComparer.Ordinal), 0, null, null)
            : await pages.FiguresAsync(caller.AccountId, cancellationToken);
        var images = figures.ImagesByMode.Values.Sum();
        return TypedResults.Ok(new HistoryStatsView(
            images, figures.ImagesByMode, Math.Round(figures.TookMs / 1000.0, 3), images == 0 ? 0 : Math.Round(figures.TookMs / 1000.0 / images, 3),
            figures.Earliest, figures.Latest));
    }
}
