using NanoBanana.Bench.Measuring;
using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Runs;

/// <summary>The memory of every process of ours, before, during and after the load of the other parts.</summary>
internal sealed class MemoryPart
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(8);
    private readonly IReadOnlyList<(string Name, int Id, double Idle)> _processes;

    private MemoryPart(IReadOnlyList<(string Name, int Id, double Idle)> processes) => _processes = processes;

    /// <summary>Before anybody has called.</summary>
    public static async Task<MemoryPart> BeginAsync(BenchSystem system, CancellationToken cancellationToken)
    {
        await Progress.ShowAsync("Letting the services come to rest ...");
        await Task.Delay(Pause, cancellationToken);
        var cluster = system.Cluster;
        (string Name, int Id)[] processes =
        [
            ("identity", cluster.Identity.Id), ("keys", cluster.Keys.Id), ("billing", cluster.Billing.Id),
            ("generation", cluster.Generations[0].Id), ("gateway", system.Gateway.Id), ("gateway before the mock", system.MockedGateway.Id),
        ];
        return new MemoryPart([.. processes.Select(static process => (process.Name, process.Id, ProcessFigures.ResidentMiB(process.Id)))]);
    }

    /// <summary>After the load.</summary>
    public async Task<MemoryFigures> EndAsync(string folder, CancellationToken cancellationToken)
    {
        await Progress.ShowAsync("Letting the services come to rest again, and starting Standalone ...");
        await using var standalone = await StandaloneServer.StartAsync(Path.Combine(folder, "standalone"), cancellationToken);
        await Task.Delay(Pause, cancellationToken);
        var services = _processes.Select(static process => new ServiceMemory(
            process.Name, process.Idle, ProcessFigures.PeakMiB(process.Id), ProcessFigures.ResidentMiB(process.Id)));
        return new MemoryFigures([.. services], ProcessFigures.ResidentMiB(standalone.Id));
    }
}
