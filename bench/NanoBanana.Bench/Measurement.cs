using NanoBanana.Bench.Load;
using NanoBanana.Bench.Measuring;
using NanoBanana.Bench.Runs;
using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench;

/// <summary>Starts everything, measures the parts that were asked for, and stops everything.</summary>
internal static class Measurement
{
    public static async Task<Figures> TakeAsync(BenchOptions options, string folder, CancellationToken cancellationToken)
    {
        await Progress.ShowAsync("Starting Postgres, Redis, the services, bare YARP and the upstream ...");
        await using var system = await BenchSystem.StartAsync(folder, cancellationToken);
        try
        {
            return await TakeAsync(options, system, folder, cancellationToken);
        }
        catch (BenchException exception) when (system.Complaints is { Length: > 0 } complaints)
        {
            throw new BenchException($"{exception.Message}\nThe services said:\n{complaints}");
        }
    }

    private static async Task<Figures> TakeAsync(BenchOptions options, BenchSystem system, string folder, CancellationToken cancellationToken)
    {
        var figures = new Figures();
        await using var database = new DatabaseActivity(system.Postgres.ConnectionString("postgres"), system.Postgres.ConnectionString("generationdb"));
        using var windows = new LimitWindows(system.Redis.ConnectionString, system.Redis.Port);
        var comparer = new Comparer(system, database, windows, new Wrk(folder), options);
        var memory = options.Includes(Parts.Memory) ? await MemoryPart.BeginAsync(system, cancellationToken) : null;

        await Progress.ShowAsync("Making accounts and keys ...");
        var keys = await Callers.CreateAsync(system, Math.Max(options.Seconds, Comparer.WarmUpSeconds), cancellationToken);
        var (gateway, whole) = (Plans.Gateway(system, keys), Plans.WholeCall(system, keys));
        if (options.Includes(Parts.Gateway))
            figures.Comparisons.AddRange(await GatewayAsync(comparer, gateway.Bare, gateway.Ours, cancellationToken));
        if (options.Includes(Parts.Whole))
        {
            var part = await new WholeCallPart(database, comparer, options).RunAsync(whole.Bare, whole.Ours, cancellationToken);
            figures.Comparisons.AddRange(part.Comparisons);
            figures.Commits = part.Commits;
        }

        if (memory is null)
            return figures;
        if (options.Only == Parts.Memory)
            await LoadAsync(comparer, gateway.Ours, whole.Ours, cancellationToken);
        figures.Memory = await memory.EndAsync(folder, cancellationToken);
        return figures;
    }

    private static async Task<IReadOnlyList<Comparison>> GatewayAsync(
        Comparer comparer, LoadPlan bare, LoadPlan ours, CancellationToken cancellationToken)
    {
        await Progress.ShowAsync("Warming the gateway up ...");
        await comparer.WarmUpAsync(bare, cancellationToken);
        await comparer.WarmUpAsync(ours, cancellationToken);
        return await comparer.RunAsync(Parts.Gateway, bare, ours, delayMs: 0, cancellationToken);
    }

    /// <summary>In place of the other parts' load.</summary>
    private static async Task LoadAsync(Comparer comparer, LoadPlan gateway, LoadPlan whole, CancellationToken cancellationToken)
    {
        const int runs = 4;
        await Progress.ShowAsync("Loading the services ...");
        for (var run = 0; run < runs; run++)
        {
            await comparer.WarmUpAsync(gateway, cancellationToken);
            await comparer.WarmUpAsync(whole, cancellationToken);
        }
    }
}
