using Npgsql;

namespace NanoBanana.Generation.Webhooks;

/// <summary>Forgets deliveries after 30 days, and endpoints for one job; measures meanwhile how long the oldest delivery has been due.</summary>
internal sealed partial class WebhookSweep(NpgsqlDataSource database, WebhookMetrics metrics, TimeProvider time, ILogger<WebhookSweep> logger) : BackgroundService
{
    private const int BatchSize = 5_000;
    private const int RoundsBetweenSweeps = 40;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    private const string Oldest = """
        SELECT coalesce(extract(epoch FROM now() - min(next_try_at)), 0)::float8 FROM generation.webhook_deliveries
        WHERE state = 'pending' AND lease IS NULL AND next_try_at <= now()
        """;

    private const string Old = """
        WITH gone AS (
            DELETE FROM generation.webhook_endpoints WHERE only_job_id IS NOT NULL AND created_at < now() - interval '30 days')
        DELETE FROM generation.webhook_deliveries WHERE id IN (
            SELECT id FROM generation.webhook_deliveries
            WHERE created_at < now() - interval '30 days' AND state <> 'pending' LIMIT @limit FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Removes one batch; the result is how many there were.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Old);
        command.Parameters.AddWithValue("limit", BatchSize);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Oldest);
        metrics.OldestSeconds = (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var round = 1; !stoppingToken.IsCancellationRequested; round++)
        {
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // Without a reader of the gauge the query would be for nobody.
                if (metrics.OldestPending.Enabled)
                    await MeasureAsync(stoppingToken);
                while (round % RoundsBetweenSweeps == 0 && await SweepAsync(stoppingToken) >= BatchSize)
                {
                    // Until a batch is not full.
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3505, Level = LogLevel.Warning, Message = "Old deliveries to webhooks were not swept; they will be.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
