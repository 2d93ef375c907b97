using System.Text.Json;
using NanoBanana.Contracts.Admin;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Audit;

/// <summary>Reads the newest of what operators did, from the end of the table's key.</summary>
/// <param name="schema">The service's, which is its name as well.</param>
public sealed class AuditPages(NpgsqlDataSource database, string schema)
{
    private readonly string _newest = $"""
        SELECT id, at, actor_id, key_id, action, target, reason, detail, outcome FROM {schema}.audit ORDER BY id DESC LIMIT $1
        """;

    /// <param name="limit">1 to <see cref="AuditLine.MaxLimit"/>.</param>
    public async Task<IReadOnlyList<AuditLine>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(_newest);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var lines = new List<AuditLine>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            lines.Add(new AuditLine(
                row.GetInt64(0), schema, row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2), await row.IsDBNullAsync(3, cancellationToken) ? null : row.GetGuid(3),
                row.GetString(4), row.GetString(5), await row.IsDBNullAsync(6, cancellationToken) ? null : row.GetString(6), JsonElement.Parse(row.GetString(7)), row.GetString(8)));
        }

        return lines;
    }
}
