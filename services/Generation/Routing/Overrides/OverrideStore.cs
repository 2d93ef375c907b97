using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Audit;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Routing;

/// <summary>Keeps what operators set of providers, each change together with its line in the audit log.</summary>
internal sealed class OverrideStore(NpgsqlDataSource database, AuditLog audit)
{
    private const string Read = "SELECT name, enabled, priority, changed_at FROM generation.provider_overrides";

    private const string Set = """
        INSERT INTO generation.provider_overrides AS known (name, enabled, priority) VALUES ($1, coalesce($2, true), $3)
        ON CONFLICT (name) DO UPDATE SET enabled = coalesce($2, known.enabled), priority = coalesce($3, known.priority), changed_at = now()
        """;

    /// <summary>All of them: there are as many as providers.</summary>
    public async Task<IReadOnlyList<ProviderOverride>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Read);
        var overrides = new List<ProviderOverride>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            overrides.Add(new ProviderOverride
            {
                Name = row.GetString(0),
                Enabled = row.GetBoolean(1),
                Priority = await row.IsDBNullAsync(2, cancellationToken) ? null : row.GetInt16(2),
                ChangedAt = row.GetFieldValue<DateTimeOffset>(3),
            });
        }

        return overrides;
    }

    /// <param name="enabled">Null leaves it as it is.</param>
    /// <param name="priority">1 to 100; null leaves it as it is.</param>
    public Task SetAsync(string provider, bool? enabled, short? priority, Principal actor, AdminAct act, CancellationToken cancellationToken) =>
        audit.WithAsync(actor, act, async connection =>
        {
            await using var command = new NpgsqlCommand(Set, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = enabled ?? (object)DBNull.Value });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Smallint, Value = priority ?? (object)DBNull.Value });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);
}
