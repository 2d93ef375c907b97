using NanoBanana.Contracts.Keys;
using Npgsql;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>Writes down when keys were last used: for people to read, so late and to the minute is good enough.</summary>
internal sealed partial class KeyUses(NpgsqlDataSource database, ILogger<KeyUses> logger)
{
    /// <remarks>
    /// A use less than a minute after the one known is left out, so that any number of gateways write a key at most once a minute. A row
    /// that somebody else holds is skipped: two gateways never wait for each other. No clock that is ahead pushes a use into the future.
    /// </remarks>
    private const string Sql = """
        WITH due AS (
            SELECT key.id, use.used_at
            FROM keys.api_keys AS key
            JOIN (
                SELECT id, least(max(used_at), now()) AS used_at
                FROM unnest($1, $2) AS given(id, used_at) GROUP BY id) AS use USING (id)
            WHERE key.last_used_at IS NULL OR key.last_used_at <= use.used_at - interval '1 minute'
            FOR NO KEY UPDATE OF key SKIP LOCKED)
        UPDATE keys.api_keys AS key SET last_used_at = due.used_at FROM due WHERE key.id = due.id
        """;

    /// <summary>Best effort: a failure is logged and forgotten, for it must not reach whoever used the key.</summary>
    public async Task RecordAsync(IReadOnlyList<KeyUse> uses, CancellationToken cancellationToken)
    {
        if (uses.Count == 0)
            return;
        try
        {
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. uses.Select(static use => use.KeyId)] });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]>
            {
                TypedValue = [.. uses.Select(static use => use.UsedAt.ToUniversalTime())],
            });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            Log.NotRecorded(logger, uses.Count, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The last uses of {Count} keys were not recorded.")]
        public static partial void NotRecorded(ILogger logger, int count, Exception exception);
    }
}
