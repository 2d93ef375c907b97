using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Moderation;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>How many prompts were blocked.</summary>
/// <param name="Days">How many days are looked at: today, UTC, and those before it.</param>
/// <param name="ByDay">Only days with any, oldest first.</param>
/// <param name="ByCheck">Most first, as <paramref name="ByCategory"/>.</param>
internal sealed record BlockedCountsView(
    int Days, long Total, IReadOnlyList<BlockedOnDayView> ByDay, IReadOnlyList<BlockedByView> ByCheck, IReadOnlyList<BlockedByView> ByCategory);

internal sealed record BlockedOnDayView(DateOnly Date, long Count);

internal sealed record BlockedByView(string Name, long Count);

internal static class CountBlocked
{
    private const int DefaultDays = 7;
    private const int MaxDays = 365;

    /// <param name="days">1 to 365, 7 unless given.</param>
    public static async Task<Results<Ok<BlockedCountsView>, FailureResult>> HandleAsync(string? days, ModerationPages pages, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var wanted = validation.QueryInt("days", days, DefaultDays, 1, MaxDays);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var figures = await pages.CountAsync(wanted, cancellationToken);
        return TypedResults.Ok(new BlockedCountsView(
            wanted, figures.Sum(static figure => figure.Blocked),
            [.. figures.GroupBy(static figure => figure.Day).Select(static day => new BlockedOnDayView(day.Key, day.Sum(static figure => figure.Blocked)))],
            By(figures, static figure => figure.Check), By(figures, static figure => figure.Category)));
    }

    private static List<BlockedByView> By(List<ModerationFigure> figures, Func<ModerationFigure, string> name) =>
        [.. figures.GroupBy(name, StringComparer.Ordinal).Select(static same => new BlockedByView(same.Key, same.Sum(static figure => figure.Blocked)))
            .OrderByDescending(static view => view.Count).ThenBy(static view => view.Name, StringComparer.Ordinal)];
}
