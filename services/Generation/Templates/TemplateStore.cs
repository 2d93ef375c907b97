using System.Text.Json;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Templates;

/// <summary>Reads and writes single templates. Who asks is part of every statement.</summary>
internal sealed partial class TemplateStore(NpgsqlDataSource database)
{
    /// <summary>Null when there is none that this account may see.</summary>
    public async Task<StoredTemplate?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find);
        return await ReadAsync(command, id, accountId, cancellationToken);
    }

    public async Task<StoredTemplate> CreateAsync(Guid accountId, TemplateContent content, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Create);
        return (await WriteAsync(command, Guid.CreateVersion7(), accountId, content, cancellationToken))!;
    }

    /// <summary>Changes at once are made one after another, each on what the one before has left. Null when the account has no such template.</summary>
    public async Task<StoredTemplate?> UpdateAsync(Guid accountId, Guid id, Func<TemplateContent, TemplateContent> change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var finding = new NpgsqlCommand(FindOwnLocked, connection);
        if (await ReadAsync(finding, id, accountId, cancellationToken) is not { } known)
            return null;
        await using var updating = new NpgsqlCommand(Update, connection);
        var updated = await WriteAsync(updating, id, accountId, change(known.Content), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return updated;
    }

    /// <summary>False when the account has no such template.</summary>
    public Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellationToken) => ExecuteAsync(Delete, id, accountId, cancellationToken);

    /// <summary>Counts a use; false when it is gone, or private by now.</summary>
    public Task<bool> UseAsync(Guid accountId, Guid id, CancellationToken cancellationToken) => ExecuteAsync(Use, id, accountId, cancellationToken);

    private async Task<bool> ExecuteAsync(string sql, Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static Task<StoredTemplate?> WriteAsync(NpgsqlCommand command, Guid id, Guid accountId, TemplateContent content, CancellationToken cancellationToken)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(Text(content.Name));
        command.Parameters.Add(Text(content.Description));
        command.Parameters.Add(Text(content.PromptTemplate));
        command.Parameters.Add(Json(JsonSerializer.Serialize(content.Variables, GenerationJsonContext.Default.IReadOnlyListTemplateVariable)));
        command.Parameters.Add(Json(JsonSerializer.Serialize(content.DefaultSettings, GenerationJsonContext.Default.TemplateSettings)));
        command.Parameters.Add(Text(content.Category));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. content.Tags] });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = content.IsPublic });
        command.Parameters.Add(Text(SearchText.Of(content.Name, content.Description)));
        return ReadAsync(command, cancellationToken);
    }

    private static Task<StoredTemplate?> ReadAsync(NpgsqlCommand command, Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return ReadAsync(command, cancellationToken);
    }

    private static async Task<StoredTemplate?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var content = new TemplateContent(
            row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4),
            JsonSerializer.Deserialize(row.GetString(5), GenerationJsonContext.Default.IReadOnlyListTemplateVariable)!,
            JsonSerializer.Deserialize(row.GetString(6), GenerationJsonContext.Default.TemplateSettings)!,
            row.IsDBNull(7) ? null : row.GetString(7), row.GetFieldValue<string[]>(8), row.GetBoolean(9));
        return new StoredTemplate(
            row.GetGuid(0), row.GetGuid(1), content, row.GetInt64(10), row.GetFieldValue<DateTimeOffset>(11), row.GetFieldValue<DateTimeOffset>(12));
    }

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };

    private static NpgsqlParameter Json(string value) => new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = value };
}
