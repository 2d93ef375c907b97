using Npgsql;

namespace NanoBanana.Generation.Inputs;

/// <summary>An image in a line of descent.</summary>
/// <param name="Depth">How many steps away: 1 is a parent or a child.</param>
/// <param name="Operation">What was done to it: of an ancestor, to make the next; of a child, to make it.</param>
/// <param name="IsMask">Whether it only said where.</param>
/// <param name="IsKept">False when its owner has deleted it.</param>
internal sealed record LineageStep(Guid? JobId, int? Image, int Depth, string Operation, bool IsMask, bool IsKept, DateTimeOffset? CreatedAt);

/// <summary>Reads from what images were made. The account is part of every statement; a line is followed so far and no further.</summary>
internal sealed class LineageReader(NpgsqlDataSource database)
{
    /// <summary>How many generations back are shown.</summary>
    public const int MaxDepth = 20;

    /// <summary>How many children are shown, the newest.</summary>
    public const int MaxChildren = 100;

    private const string Exists = "SELECT 1 FROM generation.images WHERE account_id = $1 AND job_id = $2 AND image = $3 AND deleted_at IS NULL";

    private const string Ancestors = """
        WITH RECURSIVE line AS (
            SELECT parent.job_id, parent.position, parent.parent_job_id, parent.parent_image, parent.operation, parent.is_mask, 1 AS depth FROM generation.lineage AS parent WHERE parent.job_id = $2 AND parent.account_id = $1
            UNION
            SELECT above.job_id, above.position, above.parent_job_id, above.parent_image, above.operation, above.is_mask, line.depth + 1
            FROM line JOIN generation.lineage AS above ON above.job_id = line.parent_job_id AND above.account_id = $1 WHERE line.depth < $3)
        SELECT line.parent_job_id, line.parent_image, line.depth, line.operation, line.is_mask, image.job_id IS NOT NULL AND image.deleted_at IS NULL, image.created_at
        FROM line LEFT JOIN generation.images AS image ON image.job_id = line.parent_job_id AND image.image = line.parent_image AND image.account_id = $1
        ORDER BY line.depth, image.created_at DESC NULLS LAST, line.position LIMIT 200
        """;

    private const string Children = """
        SELECT image.job_id, image.image, 1, child.operation, child.is_mask, true, image.created_at
        FROM generation.lineage AS child JOIN generation.images AS image ON image.job_id = child.job_id AND image.account_id = $1 AND image.deleted_at IS NULL
        WHERE child.parent_job_id = $2 AND child.parent_image = $3 AND child.account_id = $1 ORDER BY image.created_at DESC, image.image LIMIT $4
        """;

    /// <summary>Null when the account has no such image.</summary>
    public async Task<(IReadOnlyList<LineageStep> Ancestors, IReadOnlyList<LineageStep> Children)?> ReadAsync(
        Guid accountId, Guid jobId, int image, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(Exists, accountId, jobId, image));
        batch.BatchCommands.Add(Command(Ancestors, accountId, jobId, MaxDepth));
        batch.BatchCommands.Add(Command(Children, accountId, jobId, image, MaxChildren));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        await row.NextResultAsync(cancellationToken);
        var ancestors = await StepsAsync(row, cancellationToken);
        await row.NextResultAsync(cancellationToken);
        return (ancestors, await StepsAsync(row, cancellationToken));
    }

    private static async Task<List<LineageStep>> StepsAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var steps = new List<LineageStep>();
        while (await row.ReadAsync(cancellationToken))
        {
            steps.Add(new LineageStep(
                row.IsDBNull(0) ? null : row.GetGuid(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetBoolean(4), row.GetBoolean(5),
                row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6)));
        }

        return steps;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
