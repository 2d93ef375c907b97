using Microsoft.Extensions.Options;
using Npgsql;

namespace NanoBanana.Identity.Notifications;

/// <summary>Forgets notifications whose days are over, once an hour and piece by piece. A sweep that fails is the next one's work.</summary>
internal sealed partial class NotificationSweep(
    NotificationStore store, IOptions<NotificationOptions> options, TimeProvider time, ILogger<NotificationSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Until nothing is old; the result is how many are gone.</summary>
    internal async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        for (var total = 0L; ;)
        {
            var swept = await store.SweepAsync(TimeSpan.FromDays(options.Value.Days), cancellationToken);
            total += swept;
            if (swept < NotificationStore.Piece)
                return total;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "Old notifications were not removed; the next sweep will.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
