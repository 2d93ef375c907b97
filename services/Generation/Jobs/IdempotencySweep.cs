using Npgsql;

namespace NanoBanana.Generation.Jobs;

/// <summary>Forgets idempotency keys whose 24 h are over: a batch at a time, never in a request's way. An expired key is free whether swept or not.</summary>
internal sealed partial class IdempotencySweep(NpgsqlDataSource database, TimeProvider time, ILogger<IdempotencySweep> logger) : BackgroundService
{
    private const int BatchSize = 5_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    /// <summary>Removes one batch; the result is how many there were.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            DELETE FROM generation.idempotency_keys WHERE (account_id, key) IN (
                SELECT account_id, key FROM generation.idempotency_keys WHERE expires_at <= now() ORDER BY expires_at LIMIT @limit FOR UPDATE SKIP LOCKED)
            """);
        command.Parameters.AddWithValue("limit", BatchSize);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                while (!stoppingToken.IsCancellationRequested && await SweepAsync(stoppingToken) == BatchSize)
                {
                    // Until a batch is not full.
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Expired idempotency keys were not swept; they will be.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
