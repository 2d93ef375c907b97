using System.Diagnostics;
using System.Globalization;

namespace NanoBanana.Bench.Load;

/// <summary>
/// Debian's <c>wrk</c> with one thread: the cheapest load generator there is, because it shares the processors with what is measured.
/// A refused or broken request fails the run, since refusing is quicker than serving.
/// </summary>
internal sealed class Wrk(string folder)
{
    private const string Patience = "30s";

    public async Task<LoadResult> RunAsync(LoadPlan plan, int connections, int seconds, CancellationToken cancellationToken)
    {
        var script = Path.Combine(folder, "requests.lua");
        await File.WriteAllTextAsync(script, WrkScript.For(plan), cancellationToken);
        var output = await RunAsync(
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", Patience, "-s", script, plan.Target.AbsoluteUri], cancellationToken);
        var line = output.Split('\n').LastOrDefault(static line => line.StartsWith(WrkScript.Mark, StringComparison.Ordinal))
            ?? throw new BenchException($"wrk did not measure: {output}");
        var figures = line[WrkScript.Mark.Length..].Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (figures is not [var requests, var microseconds, var p50, var p99, 0, 0])
        {
            throw new BenchException(
                $"{plan.Target.AbsoluteUri.TrimEnd('/')}{plan.Path} at {connections} connections: of {figures[0]} answers {figures[4]} were errors, "
                + $"and {figures[5]} requests got none.");
        }

        return new LoadResult(requests, microseconds / 1e6, p50 / 1e3, p99 / 1e3);
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var wrk = new Process
        {
            StartInfo = new ProcessStartInfo("wrk", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        wrk.Start();
        try
        {
            var output = wrk.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = wrk.StandardError.ReadToEndAsync(cancellationToken);
            await wrk.WaitForExitAsync(cancellationToken);
            return await output + await errors;
        }
        finally
        {
            if (!wrk.HasExited)
                wrk.Kill();
        }
    }
}
