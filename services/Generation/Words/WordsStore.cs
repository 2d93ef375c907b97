using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Words;

/// <summary>Keeps what models say beside their images. Only of jobs that asked for it: a plain one never comes by here.</summary>
internal sealed class WordsStore(NpgsqlDataSource database)
{
    // Under the lease: a run that was taken over must not write over what its successor has. A further try writes over a failed one.
    private const string Write = """
        WITH job AS (SELECT id FROM generation.jobs WHERE id = $1 AND state = 'running' AND lease_owner = $2 FOR SHARE)
        INSERT INTO generation.image_words (job_id, image, text, thinking, sources, turn) SELECT id, $3, $4, $5, $6, $7 FROM job
        ON CONFLICT (job_id, image) DO UPDATE SET text = excluded.text, thinking = excluded.thinking, sources = excluded.sources, turn = excluded.turn
        """;

    private const string Find = """
        SELECT words.text, words.thinking, words.sources FROM generation.image_words AS words JOIN generation.jobs AS job ON job.id = words.job_id
        WHERE words.job_id = $1 AND words.image = $2 AND job.account_id = $3
        """;

    private static readonly KeptWords None = new(Text: null, Thinking: null, []);

    /// <summary>False when the job is no longer ours. May be repeated.</summary>
    public async Task<bool> WriteAsync(JobRecord job, int image, ModelWords said, CancellationToken cancellationToken)
    {
        var kept = KeptWords.Of(said);
        await using var command = database.CreateCommand(Write);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = image });
        command.Parameters.Add(Nullable(NpgsqlDbType.Text, kept.Text));
        command.Parameters.Add(Nullable(NpgsqlDbType.Text, kept.Thinking));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. kept.Sources] });
        command.Parameters.Add(Nullable(NpgsqlDbType.Jsonb, kept.Turn));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>What was said beside an image of a job that has ended with it; nothing when nothing was.</summary>
    public async Task<KeptWords> FindAsync(Guid accountId, Guid jobId, int image, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = jobId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = image });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new KeptWords(row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetFieldValue<string[]>(2))
            : None;
    }

    private static NpgsqlParameter Nullable(NpgsqlDbType type, string? value) => new() { NpgsqlDbType = type, Value = value ?? (object)DBNull.Value };
}
