using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// Notes what was blocked, and counts it by day. Both in one statement, and only when something was blocked. A refusal stands whether it can be noted or not: a
/// dead database must not let a prompt through, nor turn its answer into another.
/// </summary>
internal sealed partial class ModerationLog(NpgsqlDataSource database, IOptions<ModerationOptions> options, ILogger<ModerationLog> logger)
{
    private const int ExcerptLength = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string Add = """
        WITH noted AS (
            INSERT INTO generation.moderation_log (account_id, key_id, family, mode, level, check_name, category, rule, excerpt)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE $10)
        INSERT INTO generation.moderation_counts AS known (day, check_name, category, blocked) VALUES ((now() AT TIME ZONE 'UTC')::date, $6, $7, 1)
        ON CONFLICT (day, check_name, category) DO UPDATE SET blocked = known.blocked + 1
        """;

    public async Task AddAsync(Principal caller, GenerationRequest request, SafetyLevel level, Verdict verdict)
    {
        try
        {
            // Not the caller's patience: whoever hangs up is noted all the same.
            using var patience = new CancellationTokenSource(Patience);
            await using var command = database.CreateCommand(Add);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = caller.AccountId });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = caller.KeyId ?? (object)DBNull.Value });
            foreach (var text in (string[])[request.Family, request.Mode, SafetyLevels.NameOf(level), verdict.Check, verdict.Category, verdict.Rule])
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = options.Value.KeepExcerpts ? ExcerptOf(request) : DBNull.Value });
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = options.Value.LogEnabled });
            await command.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            Log.NotNoted(logger, exception.GetType().Name, verdict.Check, verdict.Category);
        }
    }

    /// <summary>Whole characters only: half of one is no text to Postgres. Nor is a NUL.</summary>
    private static string ExcerptOf(GenerationRequest request) =>
        string.Concat(request.Prompt.EnumerateRunes().Take(ExcerptLength)).Replace("\0", "", StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3721, Level = LogLevel.Warning, Message = "A blocked prompt could not be noted ({Failure}): {Check}, {Category}.")]
        public static partial void NotNoted(ILogger logger, string failure, string check, string category);
    }
}
