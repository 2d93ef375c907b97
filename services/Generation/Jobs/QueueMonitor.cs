using Npgsql;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Measures, every 15 s, how much waits: jobs and how long the oldest has been due, jobs whose owner is gone, and messages that Billing
/// or Identity has not acknowledged. Every replica reports the same figures; take their maximum.
/// </summary>
internal sealed partial class QueueMonitor(
    NpgsqlDataSource database, GenerationMetrics metrics, TimeProvider time, ILogger<QueueMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private const string Sql = """
        SELECT
            (SELECT coalesce(sum(waiting_interactive + waiting_single + waiting_batch), 0) FROM generation.accounts),
            (SELECT coalesce(extract(epoch FROM now() - min(next_try_at)), 0)::float8 FROM generation.jobs WHERE state = 'queued' AND next_try_at <= now()),
            (SELECT count(*) FROM generation.jobs WHERE state = 'running' AND lease_until < now()),
            (SELECT count(*) FROM generation.outbox WHERE parked_because IS NULL),
            (SELECT count(*) FROM generation.outbox WHERE parked_because IS NOT NULL),
            (SELECT count(*) FROM generation.notification_outbox WHERE parked_because IS NULL),
            (SELECT count(*) FROM generation.notification_outbox WHERE parked_because IS NOT NULL)
        """;

    /// <summary>One measurement.</summary>
    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        metrics.Queue = new QueueFigures(
            row.GetInt64(0), row.GetDouble(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            // Without a reader of the gauges the query would be for nobody.
            if (!metrics.QueueDepth.Enabled)
                continue;
            try
            {
                await MeasureAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                Log.NotMeasured(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "The queue could not be measured; the figures of before stand.")]
        public static partial void NotMeasured(ILogger logger, Exception exception);
    }
}

/// <summary>What waits.</summary>
/// <param name="Depth">Jobs in the queue.</param>
/// <param name="OldestSeconds">How long the oldest has been due.</param>
/// <param name="Deserted">Running jobs whose lease ran out.</param>
/// <param name="Unacknowledged">Messages on their way to Billing.</param>
/// <param name="Parked">Messages that wait for an operator.</param>
/// <param name="Untold">Notifications on their way to Identity.</param>
/// <param name="ParkedNotifications">Notifications that wait for an operator.</param>
internal sealed record QueueFigures(
    long Depth, double OldestSeconds, long Deserted, long Unacknowledged, long Parked, long Untold, long ParkedNotifications);
