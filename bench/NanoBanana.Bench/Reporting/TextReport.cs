using System.Globalization;
using NanoBanana.Bench.Measuring;

namespace NanoBanana.Bench.Reporting;

/// <summary>What a person reads.</summary>
internal static class TextReport
{
    private static readonly (string Part, string Title, string[] Processes)[] Sections =
    [
        (Parts.Gateway, "Gateway: POST /v1/generate with key check and limit, against the same request through bare YARP; both answered by a mock",
            ["mocked gateway", "redis"]),
        (Parts.Whole, "Whole call: POST /v1/generate to a stored 100 KB image, against the provider's call through bare YARP",
            ["gateway", "generation", "billing", "keys", "identity", "postgres", "redis"]),
    ];

    public static async Task WriteAsync(TextWriter output, BenchOptions options, Figures figures, IReadOnlyList<Check> checks)
    {
        var others = figures.Comparisons.SelectMany(static comparison => comparison.Rounds).SelectMany(static pair => new[] { pair.Bare, pair.Ours })
            .Select(static sample => sample.CpuSeconds[CpuMeter.Others] / sample.Seconds / Environment.ProcessorCount).Order().ToList();
        await output.WriteLineAsync($"\n{Environment.ProcessorCount} processors; {options.Rounds} rounds of {options.Seconds} s a side, in turns; medians, and least to most of the rounds.");
        if (others.Count > 0)
            await output.WriteLineAsync(Text($"Other programs used {others[others.Count / 2]:P0} of the processors (median of the runs; at most {others[^1]:P0})."));
        if (options.IsQuick)
            await output.WriteLineAsync("A quick run: these figures say little.");
        foreach (var (part, title, processes) in Sections)
        {
            var comparisons = figures.Comparisons.Where(comparison => comparison.Part == part).ToList();
            if (comparisons.Count > 0)
                await WriteComparisonsAsync(output, title, processes, comparisons);
        }

        await CommitReport.WriteAsync(output, figures);
        await MemoryReport.WriteAsync(output, figures.Memory);
        await WriteChecksAsync(output, checks);
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static async Task WriteComparisonsAsync(TextWriter output, string title, string[] processes, List<Comparison> comparisons)
    {
        await output.WriteLineAsync($"\n{title}\n");
        await output.WriteLineAsync(" conn  delay |  bare/s  ours/s  share  (of rounds)  | p50 ms: bare    ours   added | p99 ms: bare    ours   added");
        foreach (var comparison in comparisons)
        {
            var (least, most) = (comparison.Rounds.Min(static pair => pair.Ratio), comparison.Rounds.Max(static pair => pair.Ratio));
            await output.WriteLineAsync(Text(
                $"{comparison.Connections,5} {comparison.DelayMs,3} ms | {comparison.Median(static pair => pair.Bare.Load.PerSecond),7:0} {comparison.Median(static pair => pair.Ours.Load.PerSecond),7:0}  {comparison.Ratio:0.000}  ({least:0.000}-{most:0.000})")
                + Latency(comparison, static sample => sample.Load.P50Ms, static pair => pair.AddedP50Ms)
                + Latency(comparison, static sample => sample.Load.P99Ms, static pair => pair.AddedP99Ms));
        }

        await output.WriteLineAsync("\nProcessor time a request, in microseconds\n");
        await output.WriteLineAsync(" conn  delay | bare: yarp upstream | ours:" + string.Concat(processes.Select(static name => $" {Short(name),10}")) + "   upstream");
        foreach (var comparison in comparisons)
        {
            await output.WriteLineAsync(
                Text($"{comparison.Connections,5} {comparison.DelayMs,3} ms | {Cpu(comparison, static pair => pair.Bare, "yarp"),10:0} {Cpu(comparison, static pair => pair.Bare, "upstream"),8:0} |      ")
                + string.Concat(processes.Append("upstream").Select(name => Text($" {Cpu(comparison, static pair => pair.Ours, name),10:0}"))));
        }
    }

    private static async Task WriteChecksAsync(TextWriter output, IReadOnlyList<Check> checks)
    {
        if (checks.Count == 0)
            return;
        await output.WriteLineAsync("\nTargets\n");
        foreach (var check in checks)
            await output.WriteLineAsync(Text($"  {(check.IsMet ? "pass" : "FAIL")}  {check.Name}: {check.Value:0.00} ({(check.IsMost ? "at most" : "at least")} {check.Target:0.00})"));
    }

    private static string Latency(Comparison comparison, Func<Sample, double> latency, Func<Pair, double> added) => Text(
        $" | {comparison.Median(pair => latency(pair.Bare)),12:0.00} {comparison.Median(pair => latency(pair.Ours)),7:0.00} {comparison.Median(added),7:0.00}");

    private static double Cpu(Comparison comparison, Func<Pair, Sample> side, string process) => comparison.Median(pair => side(pair).CpuMicros(process));

    private static string Short(string process) => process == "mocked gateway" ? "gateway" : process;
}
