using System.Diagnostics;
using NanoBanana.Bench.Load;
using NanoBanana.Bench.Measuring;
using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Runs;

/// <summary>
/// Measures two sides in turns, so that whatever else the machine does meets both. Images stay until the end: each is on the disk when its
/// call ends, and a file system without a journal searches long for inodes after many deletions.
/// </summary>
internal sealed class Comparer(BenchSystem system, DatabaseActivity database, LimitWindows windows, Wrk wrk, BenchOptions options)
{
    /// <summary>How long each run is before the first that counts.</summary>
    public const int WarmUpSeconds = 4;

    private const int MostWarmUps = 8;

    // The runtime waits for a pause before it compiles, so one run without may be chance.
    private const int QuietWarmUps = 2;

    // Of one processor's time.
    private const double WarmShare = 0.05;
    private const int WarmUpConnections = 64;

    // Calls that wrk cut off at its end are still being finished.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private readonly CpuMeter _cpu = new(system);
    private readonly JitClock _jit = new(system);

    /// <summary>Until the runtimes have compiled what is hot, or for as long as anybody wants to wait for that.</summary>
    public async Task WarmUpAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        var quiet = 0;
        for (var run = 0; run < (options.IsQuick ? 1 : MostWarmUps) && quiet < QuietWarmUps; run++)
        {
            await windows.ClearAsync();
            var compiled = _jit.Read();
            await wrk.RunAsync(plan, WarmUpConnections, WarmUpSeconds, cancellationToken);
            compiled = _jit.Read() - compiled;
            await Task.Delay(Settling, cancellationToken);
            quiet = compiled < WarmShare * WarmUpSeconds ? quiet + 1 : 0;
        }
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
        await Task.Delay(Settling, cancellationToken);
        return new Sample(
            load, seconds, cpu, await database.WritesAsync(cancellationToken) - writes, await database.JobsAsync(cancellationToken) - jobs);
    }
}
