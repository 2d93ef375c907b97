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
        var figures = new Figures();
        await Progress.ShowAsync("Starting Postgres, Redis, the services, bare YARP and the upstream ...");
        await using var system = await BenchSystem.StartAsync(folder, cancellationToken);
        await using var database = new DatabaseActivity(system.Postgres.ConnectionString("postgres"), system.Postgres.ConnectionString("generationdb"));
        using var windows = new LimitWindows(system.Redis.ConnectionString, system.Redis.Port);
        var comparer = new Comparer(system, database, windows, new Wrk(folder), options);

        await Progress.ShowAsync("Making accounts and keys ...");
        var keys = await Callers.CreateAsync(system, Math.Max(options.Seconds, Comparer.WarmUpSeconds), cancellationToken);
        if (options.Includes(Parts.Gateway))
            figures.Comparisons.AddRange(await GatewayAsync(comparer, Plans.Gateway(system, keys), cancellationToken));
        return figures;
    }

    private static async Task<IReadOnlyList<Comparison>> GatewayAsync(Comparer comparer, (LoadPlan Bare, LoadPlan Ours) plans, CancellationToken cancellationToken)
    {
        await Progress.ShowAsync("Warming the gateway up ...");
        await comparer.WarmUpAsync(plans.Bare, cancellationToken);
        await comparer.WarmUpAsync(plans.Ours, cancellationToken);
        return await comparer.RunAsync(Parts.Gateway, plans.Bare, plans.Ours, delayMs: 0, cancellationToken);
    }
}
