using System.Diagnostics;
using NanoBanana.Bench.Load;
using NanoBanana.Bench.Measuring;
using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Runs;

/// <summary>Measures two sides in turns, so that whatever else the machine does meets both.</summary>
internal sealed class Comparer(BenchSystem system, DatabaseActivity database, LimitWindows windows, Wrk wrk, BenchOptions options)
{
    /// <summary>How long each side is warmed up.</summary>
    public const int WarmUpSeconds = 5;

    private const int WarmUpConnections = 64;

    // Calls that wrk cut off at its end are still being finished.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private readonly CpuMeter _cpu = new(system);

    public async Task WarmUpAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        await windows.ClearAsync();
        await wrk.RunAsync(plan, WarmUpConnections, WarmUpSeconds, cancellationToken);
        await CleanUpAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Comparison>> RunAsync(string part, LoadPlan bare, LoadPlan ours, int delayMs, CancellationToken cancellationToken)
    {
        await system.SetDelayAsync(delayMs, cancellationToken);
        var pairs = options.Connections.ToDictionary(static connections => connections, static _ => new List<Pair>());
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var connections in options.Connections)
            {
                await Progress.ShowAsync($"{part}, {delayMs} ms, round {round + 1} of {options.Rounds}, {connections} connections ...");
                pairs[connections].Add(await MeasurePairAsync(bare, ours, connections, bareFirst: round % 2 == 0, cancellationToken));
            }
        }

        return [.. pairs.Select(pair => new Comparison(part, pair.Key, delayMs, pair.Value))];
    }

    private async Task<Pair> MeasurePairAsync(LoadPlan bare, LoadPlan ours, int connections, bool bareFirst, CancellationToken cancellationToken)
    {
        if (bareFirst)
        {
            var first = await MeasureAsync(bare, connections, cancellationToken);
            return new Pair(first, await MeasureAsync(ours, connections, cancellationToken));
        }

        var sample = await MeasureAsync(ours, connections, cancellationToken);
        return new Pair(await MeasureAsync(bare, connections, cancellationToken), sample);
    }

    private async Task<Sample> MeasureAsync(LoadPlan plan, int connections, CancellationToken cancellationToken)
    {
        await windows.ClearAsync();
        var (jobs, writes) = (await database.JobsAsync(cancellationToken), await database.WritesAsync(cancellationToken));
        var before = _cpu.Read();
        var took = Stopwatch.StartNew();
        var load = await wrk.RunAsync(plan, connections, options.Seconds, cancellationToken);
        if (load.Requests == 0)
            throw new BenchException($"{plan.Target.AbsoluteUri.TrimEnd('/')}{plan.Path} at {connections} connections: no answer within the run.");
        var (cpu, seconds) = (CpuMeter.Difference(before, _cpu.Read()), took.Elapsed.TotalSeconds);
        await CleanUpAsync(cancellationToken);
        return new Sample(
            load, seconds, cpu, await database.WritesAsync(cancellationToken) - writes, await database.JobsAsync(cancellationToken) - jobs);
    }

    /// <summary>Images of earlier runs would have to be written to the disk during later ones.</summary>
    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Settling, cancellationToken);
        if (!Directory.Exists(system.Images))
            return;
        foreach (var folder in Directory.EnumerateDirectories(system.Images))
            Directory.Delete(folder, recursive: true);
    }
}
