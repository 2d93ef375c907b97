using Microsoft.Extensions.Options;
using Npgsql;

namespace NanoBanana.Generation.Moderation;

/// <summary>Forgets notes whose days are over, a few at a time, and counts that are older than anybody may ask for.</summary>
internal sealed partial class ModerationSweep(NpgsqlDataSource database, IOptions<ModerationOptions> options, TimeProvider time, ILogger<ModerationSweep> logger)
    : BackgroundService
{
    private const int BatchSize = 5_000;
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    private const string Sweep = """
        WITH counted AS (DELETE FROM generation.moderation_counts WHERE day < (now() AT TIME ZONE 'UTC')::date - 400)
        DELETE FROM generation.moderation_log WHERE id IN (
            SELECT id FROM generation.moderation_log WHERE at < now() - $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Removes one batch; the result is how many notes there were.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sweep);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromDays(options.Value.LogDays) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
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
        [LoggerMessage(EventId = 3723, Level = LogLevel.Warning, Message = "Old notes of blocked prompts were not swept; they will be.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
