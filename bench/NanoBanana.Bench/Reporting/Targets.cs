using NanoBanana.Bench.Measuring;

namespace NanoBanana.Bench.Reporting;

/// <summary>What the figures have to reach.</summary>
internal static class Targets
{
    private static readonly Dictionary<(string Part, int Connections, int DelayMs), double> Ratios = new()
    {
        [(Parts.Gateway, 16, 0)] = 0.80,
        [(Parts.Gateway, 64, 0)] = 0.85,
        [(Parts.Whole, 64, 0)] = 0.15,
    };

    private const double AddedMs = 0.3;
    private const double IdleMiB = 110;
    private const double PeakMiB = 300;
    private const double StandaloneMiB = 350;

    public static IReadOnlyList<Check> Check(Figures figures)
    {
        var checks = new List<Check>();
        foreach (var comparison in figures.Comparisons)
        {
            if (Ratios.TryGetValue((comparison.Part, comparison.Connections, comparison.DelayMs), out var ratio))
                checks.Add(Reporting.Check.AtLeast($"{comparison.Part} at {comparison.Connections} connections, share of bare YARP", comparison.Ratio, ratio));
            if (comparison is { Part: Parts.Gateway, Connections: 1 })
                checks.Add(Reporting.Check.AtMost("gateway at 1 connection, ms added at the median", comparison.Median(static pair => pair.AddedP50Ms), AddedMs));
        }

        if (figures.Memory is { } memory)
        {
            foreach (var service in memory.Services)
            {
                checks.Add(Reporting.Check.AtMost($"{service.Process} idle, MiB", service.Idle, IdleMiB));
                checks.Add(Reporting.Check.AtMost($"{service.Process} peak, MiB", service.Peak, PeakMiB));
            }

            checks.Add(Reporting.Check.AtMost("Standalone idle, MiB", memory.StandaloneIdle, StandaloneMiB));
        }

        return checks;
    }
}
