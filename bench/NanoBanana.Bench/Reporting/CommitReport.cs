using NanoBanana.Bench.Measuring;

namespace NanoBanana.Bench.Reporting;

/// <summary>What calls cost in the databases.</summary>
internal static class CommitReport
{
    public static async Task WriteAsync(TextWriter output, Figures figures)
    {
        var whole = figures.Comparisons.Where(static comparison => comparison.Part == Parts.Whole).ToList();
        if (whole.Count == 0)
            return;
        await output.WriteLineAsync("\nTransactions that write, a call (background work of the run included)\n");
        foreach (var comparison in whole)
        {
            var writes = comparison.Median(static pair => (double)pair.Ours.Writes / Math.Max(1, pair.Ours.Calls));
            await output.WriteLineAsync(TextReport.Text($"{comparison.Connections,5} {comparison.DelayMs,3} ms | {writes,6:0.00}"));
        }

        if (figures.Commits is not { } commits)
            return;
        await output.WriteLineAsync(TextReport.Text(
            $"\nAll commits, those that only read included, over {commits.Calls} calls in {commits.Seconds:0} s (bare YARP's turns and pauses included)\n"));
        foreach (var (name, count) in commits.Commits)
        {
            await output.WriteLineAsync(TextReport.Text(
                $"  {name,-13} {(double)count / commits.Calls,6:0.00} a call; idle {commits.IdlePerSecond[name],5:0.00} a second, which in that time makes {commits.IdlePerSecond[name] * commits.Seconds / commits.Calls:0.00} a call"));
        }

        await output.WriteLineAsync(TextReport.Text($"  Idle services write {commits.IdleWritesPerSecond:0.00} times a second."));
    }
}
