using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Projects;

/// <summary>How adding images to a project ended.</summary>
internal abstract record AddImagesResult
{
    private AddImagesResult()
    {
    }

    /// <param name="Own">Those of the images that the account has.</param>
    /// <param name="Images">Those of them that were added; the others lay there already.</param>
    internal sealed record Added(IReadOnlyCollection<Guid> Own, IReadOnlyCollection<Guid> Images) : AddImagesResult;

    /// <summary>The account has no such project.</summary>
    internal sealed record NoProject : AddImagesResult;

    /// <summary>There was no room for all of them, and none was added.</summary>
    internal sealed record Full : AddImagesResult;
}

/// <summary>How taking an image out of a project ended.</summary>
internal enum RemoveImageResult
{
    /// <summary>It is out; the image itself stays.</summary>
    Removed = 0,

    /// <summary>The account has no such project.</summary>
    NoProject,

    /// <summary>The image does not lie in it.</summary>
    NoImage,
}

internal sealed partial class ProjectStore
{
    /// <summary>Adds those of the images that the account has and that do not lie in the project yet, in one transaction and one trip.</summary>
    public async Task<AddImagesResult> AddImagesAsync(
        Guid accountId, Guid projectId, IReadOnlyCollection<Guid> images, string? note, int sortOrder, CancellationToken cancellationToken)
    {
        var ids = images.Distinct().ToArray();
        await using var batch = database.CreateBatch();
        foreach (var (sql, parameters) in ((string, int)[])[(LockImages, 3), (LockProject, 2), (Add, 5)])
        {
            var command = new NpgsqlBatchCommand(sql);
            NpgsqlParameter[] all =
            [
                new NpgsqlParameter<Guid> { TypedValue = projectId }, new NpgsqlParameter<Guid> { TypedValue = accountId }, new NpgsqlParameter<Guid[]> { TypedValue = ids },
                new() { NpgsqlDbType = NpgsqlDbType.Text, Value = note ?? (object)DBNull.Value }, new NpgsqlParameter<int> { TypedValue = sortOrder },
            ];
            foreach (var parameter in all.Take(parameters))
                command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }

        try
        {
            await using var row = await batch.ExecuteReaderAsync(cancellationToken);
            var own = await IdsAsync(row, cancellationToken);
            await row.NextResultAsync(cancellationToken);
            var isThere = await row.ReadAsync(cancellationToken);
            await row.NextResultAsync(cancellationToken);
            var added = await IdsAsync(row, cancellationToken);
            return isThere ? new AddImagesResult.Added(own, added) : new AddImagesResult.NoProject();
        }
        catch (PostgresException exception) when (exception.ConstraintName == ImageLimit)
        {
            return new AddImagesResult.Full();
        }
    }

    public async Task<RemoveImageResult> RemoveImageAsync(Guid accountId, Guid projectId, Guid imageId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Remove);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = projectId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = imageId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return row.GetInt64(0) == 0 ? RemoveImageResult.NoProject : row.GetInt64(1) == 0 ? RemoveImageResult.NoImage : RemoveImageResult.Removed;
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        while (await row.ReadAsync(cancellationToken))
            ids.Add(row.GetGuid(0));
        return ids;
    }
}
