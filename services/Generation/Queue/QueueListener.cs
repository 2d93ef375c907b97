using NanoBanana.Generation.Api.Lab.Socket;
using Npgsql;

namespace NanoBanana.Generation.Queue;

/// <summary>
/// Hears from Postgres that something was put into the queue, or that an account's sockets are to be told of its day, on a connection of its own. While that is away nothing is lost: the worker
/// looks by itself every few seconds.
/// </summary>
internal sealed partial class QueueListener(NpgsqlDataSource database, QueueSignal signal, QuotaPushes quota, TimeProvider time, ILogger<QueueListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotHeard(logger, exception);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, told) =>
        {
            if (told.Channel == QuotaPushes.Channel)
                quota.Tell(told.Payload);
            else
                signal.Raise();
        };
        await using (var listen = new NpgsqlCommand($"LISTEN generation_jobs; LISTEN {QuotaPushes.Channel}", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);

        // What was put there before somebody listened.
        signal.Raise();
        while (true)
            await connection.WaitAsync(stoppingToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "Nobody tells of new jobs for a moment; the queue is looked at every few seconds.")]
        public static partial void NotHeard(ILogger logger, Exception exception);
    }
}
