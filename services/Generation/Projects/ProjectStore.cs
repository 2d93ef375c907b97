using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Projects;

/// <summary>Reads and writes single projects. Who asks is part of every statement.</summary>
internal sealed partial class ProjectStore(NpgsqlDataSource database)
{
    /// <summary>As many projects an account may have.</summary>
    public const int MaxProjects = 1_000;

    /// <summary>As many images may lie in a project.</summary>
    public const int MaxImages = 10_000;

    /// <summary>The constraint that one project too many breaks.</summary>
    public const string ProjectLimit = "ck_project_counts_projects";

    /// <summary>The constraint that one image too many breaks.</summary>
    public const string ImageLimit = "ck_projects_images";

    /// <summary>Null when there is none that this account may see.</summary>
    public async Task<StoredProject?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find);
        return await ReadAsync(command, id, accountId, cancellationToken);
    }

    /// <summary>Null when the account has as many as it may.</summary>
    public async Task<StoredProject?> CreateAsync(Guid accountId, ProjectContent content, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Create);
        try
        {
            return await WriteAsync(command, Guid.CreateVersion7(), accountId, content, cancellationToken);
        }
        catch (PostgresException exception) when (exception.ConstraintName == ProjectLimit)
        {
            return null;
        }
    }

    /// <summary>Changes at once are made one after another, each on what the one before has left. Null when the account has no such project.</summary>
    public async Task<StoredProject?> UpdateAsync(Guid accountId, Guid id, Func<ProjectContent, ProjectContent> change, CancellationToken cancellationToken)
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

    /// <summary>Its images stay. False when the account has no such project.</summary>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <param name="at">Where its columns begin.</param>
    internal static StoredProject ProjectOf(NpgsqlDataReader row, int at = 0) => new(
        row.GetGuid(at),
        new ProjectContent(
            row.GetString(at + 1), Text(row, at + 2), new ProjectSettings(Text(row, at + 3), Text(row, at + 4), Text(row, at + 5)), row.GetBoolean(at + 6),
            Text(row, at + 7)),
        row.GetInt32(at + 8), row.GetFieldValue<DateTimeOffset>(at + 9), row.GetFieldValue<DateTimeOffset>(at + 10));

    private static Task<StoredProject?> WriteAsync(NpgsqlCommand command, Guid id, Guid accountId, ProjectContent content, CancellationToken cancellationToken)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        var settings = content.Settings;
        foreach (var text in (string?[])[content.Name, content.Description, settings.DefaultAspectRatio, settings.DefaultResolution, settings.DefaultProvider])
            command.Parameters.Add(Nullable(text));
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = content.IsPublic });
        command.Parameters.Add(Nullable(content.CoverUrl));
        command.Parameters.Add(Nullable(SearchText.Of(content.Name, content.Description)));
        return ReadAsync(command, cancellationToken);
    }

    private static Task<StoredProject?> ReadAsync(NpgsqlCommand command, Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return ReadAsync(command, cancellationToken);
    }

    private static async Task<StoredProject?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? ProjectOf(row) : null;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlParameter Nullable(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = text ?? (object)DBNull.Value };
}
