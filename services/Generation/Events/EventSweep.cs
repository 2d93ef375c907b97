using Microsoft.Extensions.Options;
using Npgsql;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Forgets events whose days are over, a few at a time. Of each account a beginning of its log goes and never something from its middle:
/// dates may be out of order by moments where numbers are not, and a reader tells by the first missing number that it has missed something.
/// </summary>
internal sealed partial class EventSweep(NpgsqlDataSource database, IOptions<GenerationOptions> options, TimeProvider time, ILogger<EventSweep> logger) : BackgroundService
{
    private const int Accounts = 200;
    private const int EventsEach = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    // Account by account along the primary key: one step into it tells whether the oldest event of one is old. The index on dates would not
    // do, since new rows fill the pages that old ones leave.
    private const string Sweep = """
        WITH looked_at AS (
            SELECT account_id, (SELECT created_at FROM generation.events WHERE account_id = known.account_id ORDER BY sequence LIMIT 1) AS since
            FROM generation.accounts AS known WHERE account_id > $1 ORDER BY account_id LIMIT $2),
        late AS (
            SELECT looked_at.account_id, judged.sequence
            FROM looked_at CROSS JOIN LATERAL (
                SELECT sequence, bool_and(created_at < now() - $4) OVER (ORDER BY sequence) AS is_old
                FROM (SELECT sequence, created_at FROM generation.events WHERE account_id = looked_at.account_id ORDER BY sequence LIMIT $3) AS beginning) AS judged
            WHERE looked_at.since < now() - $4 AND judged.is_old),
        swept AS (
            DELETE FROM generation.events USING late
            WHERE events.account_id = late.account_id AND events.sequence = late.sequence RETURNING 1)
        SELECT (SELECT account_id FROM looked_at ORDER BY account_id DESC LIMIT 1), (SELECT count(*) FROM looked_at) = $2, (SELECT count(*) FROM swept)
        """;

    /// <summary>Goes over all accounts once; the result is how many events are gone.</summary>
    internal async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var (from, total) = (Guid.Empty, 0L);
        while (true)
        {
            await using var command = database.CreateCommand(Sweep);
            command.Parameters.Add(new() { Value = from });
            command.Parameters.Add(new() { Value = Accounts });
            command.Parameters.Add(new() { Value = EventsEach });
            command.Parameters.Add(new() { Value = TimeSpan.FromDays(options.Value.EventDays) });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            var swept = row.GetInt64(2);
            total += swept;

            // The same accounts again until nothing of theirs is old.
            if (swept > 0)
                continue;
            if (!row.GetBoolean(1))
                return total;
            from = row.GetGuid(0);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        [LoggerMessage(EventId = 3352, Level = LogLevel.Warning, Message = "Old events were not swept; they will be.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
