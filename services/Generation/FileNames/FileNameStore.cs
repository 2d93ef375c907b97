using System.Text.Json;
using NanoBanana.Generation.Enhancing;
using Npgsql;

namespace NanoBanana.Generation.FileNames;

/// <summary>What a finished image is called, and what became of its prompt.</summary>
internal sealed record NamedImage(string Name, PromptEnhancement? Enhancement);

/// <summary>
/// Gives names to images that were made, each once in its project: a primary key decides between two at once. A job keeps the name that it was given first, so that a
/// repeat of its call is told the same. What failed takes no name.
/// </summary>
internal sealed class FileNameStore(NpgsqlDataSource database)
{
    // Each round lost is a name that somebody else has committed meanwhile, and the last candidate is nobody's.
    private const int MaxRounds = 20;

    // Without a row another call took the name, or named this very job, and has committed since: the next round sees it.
    private const string Sql = """
        WITH known AS (
            SELECT name FROM generation.file_names WHERE job_id = $1 AND account_id = $2),
        added AS (
            INSERT INTO generation.file_names (account_id, project_id, name, job_id)
            SELECT $2, $3, candidate.name, $1 FROM unnest($4) WITH ORDINALITY AS candidate (name, place)
            WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (
                SELECT FROM generation.file_names AS taken WHERE taken.account_id = $2 AND taken.project_id = $3 AND taken.name = candidate.name)
            ORDER BY candidate.place LIMIT 1
            ON CONFLICT DO NOTHING RETURNING name)
        SELECT given.name, (SELECT request ->> 'enhancement' FROM generation.jobs WHERE id = $1 AND account_id = $2)
        FROM (SELECT name FROM known UNION ALL SELECT name FROM added) AS given
        """;

    /// <param name="projectId">The tenant label of the key; empty without one.</param>
    /// <param name="candidates">As <see cref="FileNaming.Candidates"/> lists them.</param>
    public async Task<NamedImage> NameAsync(
        Guid accountId, string projectId, Guid jobId, IReadOnlyList<string> candidates, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = jobId });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = projectId });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. candidates] });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            if (await row.ReadAsync(cancellationToken))
                return new NamedImage(row.GetString(0), await row.IsDBNullAsync(1, cancellationToken) ? null : Read(row.GetString(1)));
        }

        throw new InvalidOperationException($"No name was left for an image after {MaxRounds} rounds.");
    }

    private static PromptEnhancement? Read(string json) => JsonSerializer.Deserialize(json, GenerationJsonContext.Default.PromptEnhancement);
}
