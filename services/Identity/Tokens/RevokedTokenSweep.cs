using Npgsql;

namespace NanoBanana.Identity.Tokens;

/// <summary>Prunes the list of revoked tokens once an hour, in bounded steps. A sweep that fails is simply the next one's work.</summary>
internal sealed partial class RevokedTokenSweep(RevokedTokens tokens, TimeProvider time, ILogger<RevokedTokenSweep> logger)
    : BackgroundService
{
    private const int MaxBatches = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                for (var batch = 0; batch < MaxBatches && await tokens.SweepAsync(stoppingToken) == RevokedTokens.SweepBatch; batch++)
                {
                }
            }
            catch (NpgsqlException exception)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Old revoked tokens were not removed; the next sweep will.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
