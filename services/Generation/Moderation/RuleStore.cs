using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Audit;
using Npgsql;

namespace NanoBanana.Generation.Moderation;

/// <param name="Version">0 while nothing was ever set.</param>
/// <param name="UpdatedAt">Null then.</param>
internal sealed record OwnKeywords(IReadOnlyList<string> Keywords, long Version, DateTimeOffset? UpdatedAt)
{
    public static OwnKeywords None { get; } = new([], 0, null);
}

/// <summary>Keeps the words that operators have banned. What is written has its line in the audit log by the same transaction.</summary>
internal sealed class RuleStore(NpgsqlDataSource database, AuditLog audit)
{
    private const string Newer = "SELECT keywords, version, updated_at FROM generation.moderation_rules WHERE version <> $1";

    private const string Replace = """
        INSERT INTO generation.moderation_rules AS rules (id, keywords, version) VALUES (1, $1, 1)
        ON CONFLICT (id) DO UPDATE SET keywords = $1, version = rules.version + 1, updated_at = now()
        RETURNING keywords, version, updated_at
        """;

    /// <summary>What is kept; null when it is still of the version that is known.</summary>
    public async Task<OwnKeywords?> ReadAsync(long known, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Newer);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = known });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Of(row) : null;
    }

    public Task<OwnKeywords> ReplaceAsync(IReadOnlyList<string> keywords, Principal actor, AdminAct act, CancellationToken cancellationToken) =>
        audit.WithAsync(actor, act, async connection =>
        {
            await using var command = new NpgsqlCommand(Replace, connection);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keywords] });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            return Of(row);
        }, cancellationToken);

    private static OwnKeywords Of(NpgsqlDataReader row) => new(row.GetFieldValue<string[]>(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2));
}
