namespace NanoBanana.Generation.Prompts;

/// <summary>Forgets what anonymous callers kept once its day is over: once an hour and piece by piece. What has expired is gone whether swept or not.</summary>
internal sealed partial class PromptSweep(PromptStore store, TimeProvider time, ILogger<PromptSweep> logger) : BackgroundService
{
    private const int Piece = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Until nothing is left; the result is how many rows are gone.</summary>
    internal async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        for (var total = 0L; ;)
        {
            var swept = await store.SweepAsync(Piece, cancellationToken);
            total += swept;
            if (swept < Piece)
                return total;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stoppingToken.IsCancellationRequested)
                    await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3601, LogLevel.Warning, "Expired prompts of anonymous callers were not removed; the next sweep will.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
