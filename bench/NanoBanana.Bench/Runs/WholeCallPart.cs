using System.Diagnostics;
using NanoBanana.Bench.Load;
using NanoBanana.Bench.Measuring;

namespace NanoBanana.Bench.Runs;

/// <summary>Whole calls with a provider that answers at once and with one that takes a moment, and what they cost in the databases.</summary>
internal sealed class WholeCallPart(DatabaseActivity database, Comparer comparer, BenchOptions options)
{
    private const int Moment = 50;
    private static readonly TimeSpan IdleWindow = TimeSpan.FromSeconds(15);

    public async Task<(IReadOnlyList<Comparison> Comparisons, CommitFigures? Commits)> RunAsync(
        LoadPlan bare, LoadPlan ours, CancellationToken cancellationToken)
    {
        // Counting exactly takes waiting, which a quick run does not.
        var idle = options.IsQuick ? null : await MeasureIdleAsync(cancellationToken);
        var (before, jobs) = (await database.CommitsAsync(cancellationToken), await database.JobsAsync(cancellationToken));
        var took = Stopwatch.StartNew();

        await Progress.ShowAsync("Warming all services up ...");
        await comparer.WarmUpAsync(bare, cancellationToken);
        await comparer.WarmUpAsync(ours, cancellationToken);
        var comparisons = new List<Comparison>();
        foreach (var delay in new[] { 0, Moment })
            comparisons.AddRange(await comparer.RunAsync(Parts.Whole, bare, ours, delay, cancellationToken));
        if (idle is null)
            return (comparisons, null);

        await Task.Delay(DatabaseActivity.ReportDelay, cancellationToken);
        return (comparisons, idle with
        {
            Calls = await database.JobsAsync(cancellationToken) - jobs,
            Seconds = took.Elapsed.TotalSeconds,
            Commits = Difference(before, await database.CommitsAsync(cancellationToken)),
        });
    }

    /// <summary>What the services do by themselves.</summary>
    private async Task<CommitFigures> MeasureIdleAsync(CancellationToken cancellationToken)
    {
        await Progress.ShowAsync("Counting what idle services do in the databases ...");
        await Task.Delay(DatabaseActivity.ReportDelay, cancellationToken);
        var (commits, writes) = (await database.CommitsAsync(cancellationToken), await database.WritesAsync(cancellationToken));
        await Task.Delay(IdleWindow, cancellationToken);
        var idle = Difference(commits, await database.CommitsAsync(cancellationToken))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value / IdleWindow.TotalSeconds, StringComparer.Ordinal);
        var idleWrites = (await database.WritesAsync(cancellationToken) - writes) / IdleWindow.TotalSeconds;
        return new CommitFigures(0, 0, commits, idle, idleWrites);
    }

    private static Dictionary<string, long> Difference(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after) =>
        after.ToDictionary(static pair => pair.Key, pair => pair.Value - before[pair.Key], StringComparer.Ordinal);
}
