using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Measuring;

/// <summary>Who used the processors.</summary>
internal sealed class CpuMeter(BenchSystem system)
{
    /// <summary>What nobody of us used, in seconds.</summary>
    public const string Others = "others";

    private readonly (string Name, Func<double> Read)[] _clocks =
    [
        ("yarp", () => ProcessFigures.Cpu(system.Yarp.Id)),
        ("upstream", () => ProcessFigures.Cpu(system.Upstream.Id)),
        ("mocked gateway", () => ProcessFigures.Cpu(system.MockedGateway.Id)),
        ("gateway", () => ProcessFigures.Cpu(system.Gateway.Id)),
        ("generation", () => ProcessFigures.Cpu(system.Cluster.Generations[0].Id)),
        ("billing", () => ProcessFigures.Cpu(system.Cluster.Billing.Id)),
        ("keys", () => ProcessFigures.Cpu(system.Cluster.Keys.Id)),
        ("identity", () => ProcessFigures.Cpu(system.Cluster.Identity.Id)),
        ("postgres", () => ProcessFigures.CpuOfTree(system.Postgres.ProcessId)),
        ("redis", () => ProcessFigures.Cpu(system.Redis.ProcessId)),
        (Others, () => OthersOf(system)),
    ];

    public IReadOnlyDictionary<string, double> Read() => _clocks.ToDictionary(static clock => clock.Name, static clock => clock.Read(), StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, double> Difference(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after) =>
        after.ToDictionary(static clock => clock.Key, clock => clock.Value - before[clock.Key], StringComparer.Ordinal);

    /// <summary>The machine's, less that of this process, its children (wrk counts once it has ended) and the children of Postgres.</summary>
    private static double OthersOf(BenchSystem system) => ProcessFigures.CpuOfMachine() - ProcessFigures.CpuOfTree(Environment.ProcessId)
        - (ProcessFigures.CpuOfTree(system.Postgres.ProcessId) - ProcessFigures.Cpu(system.Postgres.ProcessId));
}
