using NanoBanana.Billing.Data;
using Npgsql;

namespace NanoBanana.Billing.Holds;

/// <summary>
/// Measures, every 15 s, how many holds are open and how old the oldest is: a number that only grows means that settlements do not
/// arrive. Every replica reports the same figures; take their maximum.
/// </summary>
internal sealed partial class OpenHoldsMonitor(
    NpgsqlDataSource dataSource, BillingMetrics metrics, TimeProvider time, ILogger<OpenHoldsMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private const string Sql =
        "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM billing.holds WHERE state = 'open'";

    /// <summary>One measurement.</summary>
    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        await using var row = await command.ReadOneAsync(cancellationToken);
        metrics.Open(row.GetInt64(0), row.GetDouble(1));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            // Without a reader of the gauge the query would be for nobody.
            if (!metrics.OpenHolds.Enabled)
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
        [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Open holds could not be counted; the figures of before stand.")]
        public static partial void NotMeasured(ILogger logger, Exception exception);
    }
}
