namespace NanoBanana.Bench.Measuring;

/// <summary>Everything that was measured; a part that was not asked for is null or empty.</summary>
internal sealed record Figures
{
    public List<Comparison> Comparisons { get; } = [];

    public CommitFigures? Commits { get; set; }

    public MemoryFigures? Memory { get; set; }
}

/// <summary>What calls cost in the databases.</summary>
/// <param name="Calls">Images made, warming up included.</param>
/// <param name="Seconds">How long that took, pauses and the other side's runs included.</param>
/// <param name="Commits">By database, those that only read and those of background work included.</param>
/// <param name="IdlePerSecond">Commits by database while nothing is asked of anybody.</param>
/// <param name="IdleWritesPerSecond">Writing transactions then.</param>
internal sealed record CommitFigures(
    long Calls, double Seconds, IReadOnlyDictionary<string, long> Commits, IReadOnlyDictionary<string, double> IdlePerSecond, double IdleWritesPerSecond);

/// <summary>Resident memory in MiB.</summary>
/// <param name="Services">By process.</param>
/// <param name="StandaloneIdle">All services in one process, without its Postgres and Redis.</param>
internal sealed record MemoryFigures(IReadOnlyList<ServiceMemory> Services, double StandaloneIdle);

/// <summary>One process.</summary>
/// <param name="Process">Its name.</param>
/// <param name="Idle">Some seconds after its start, before anybody called.</param>
/// <param name="Peak">The most it ever was.</param>
/// <param name="Rest">Some seconds after the load.</param>
internal sealed record ServiceMemory(string Process, double Idle, double Peak, double Rest);
