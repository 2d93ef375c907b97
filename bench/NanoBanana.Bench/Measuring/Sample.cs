using NanoBanana.Bench.Load;

namespace NanoBanana.Bench.Measuring;

/// <summary>One run of a few seconds.</summary>
/// <param name="Load">What the load generator saw.</param>
/// <param name="Seconds">How long the run took with the start and end of wrk.</param>
/// <param name="CpuSeconds">Processor time by process in that time.</param>
/// <param name="Writes">Transactions that wrote, in all databases, over the run.</param>
/// <param name="Calls">What stood behind the requests: jobs, for whole calls.</param>
internal sealed record Sample(LoadResult Load, double Seconds, IReadOnlyDictionary<string, double> CpuSeconds, long Writes = 0, long Calls = 0)
{
    /// <summary>Microseconds of processor time a request, of one process.</summary>
    public double CpuMicros(string process) => CpuSeconds[process] * 1e6 / Load.Requests;
}

/// <summary>Both sides, measured one after the other.</summary>
internal sealed record Pair(Sample Bare, Sample Ours)
{
    public double Ratio => Ours.Load.PerSecond / Bare.Load.PerSecond;

    public double AddedP50Ms => Ours.Load.P50Ms - Bare.Load.P50Ms;

    public double AddedP99Ms => Ours.Load.P99Ms - Bare.Load.P99Ms;
}

/// <summary>All rounds of one comparison.</summary>
internal sealed record Comparison(string Part, int Connections, int DelayMs, IReadOnlyList<Pair> Rounds)
{
    public double Ratio => Median(static pair => pair.Ratio);

    public double Median(Func<Pair, double> figure)
    {
        var sorted = Rounds.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
