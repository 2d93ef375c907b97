using Npgsql;

namespace NanoBanana.Generation.Routing;

/// <summary>Stores what this process has counted, every few seconds and when it stops. What the database did not take is kept for the next time.</summary>
internal sealed partial class FigureFlush(ProviderFigures figures, FigureStore store, TimeProvider time, ILogger<FigureFlush> logger) : BackgroundService
{
    private const int FlushesBetweenSweeps = 720;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    /// <summary>A failure passes on; nothing is lost by it.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var counted = figures.Take();
        if (counted.Count == 0)
            return;
        try
        {
            await store.AddAsync(counted, cancellationToken);
        }
        catch (Exception)
        {
            figures.GiveBack(counted);
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var round = 0; !stoppingToken.IsCancellationRequested; round++)
        {
            await TryAsync(async () =>
            {
                await FlushAsync(stoppingToken);
                if (round % FlushesBetweenSweeps == 0)
                    await store.SweepAsync(stoppingToken);
            });
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var patience = new CancellationTokenSource(LastPatience);
        await TryAsync(() => FlushAsync(patience.Token));
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            Log.NotStored(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3331, Level = LogLevel.Information, Message = "The figures of providers were not stored; they will be.")]
        public static partial void NotStored(ILogger logger);
    }
}
