using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Moderation;

/// <summary>Which notes an operator looks at; null lets all through.</summary>
internal sealed record ModerationQuery(Guid? AccountId, string? Check, string? Category, string? Level, int Limit, int Offset);

/// <summary>One note.</summary>
internal sealed record ModerationNote(
    long Id, DateTimeOffset At, Guid AccountId, Guid? KeyId, string Family, string Mode, string Level, string Check, string Category, string Rule, string? Excerpt);

/// <summary>How many were blocked on a day, by one check, for one thing.</summary>
internal sealed record ModerationFigure(DateOnly Day, string Check, string Category, long Blocked);

/// <summary>Reads what was blocked, newest first along the primary key or the index of an account, and how much of it there was.</summary>
internal sealed class ModerationPages(NpgsqlDataSource database)
{
    private const string Counts = """
        SELECT day, check_name, category, blocked FROM generation.moderation_counts WHERE day > (now() AT TIME ZONE 'UTC')::date - $1 ORDER BY day, check_name, category
        """;

    /// <summary>One note more than asked for, when there is one.</summary>
    public async Task<List<ModerationNote>> ReadAsync(ModerationQuery query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql(query));
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = query.AccountId ?? (object)DBNull.Value });
        foreach (var filter in (string?[])[query.Check, query.Category, query.Level])
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = filter ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Offset });
        var notes = new List<ModerationNote>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            notes.Add(new ModerationNote(
                row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.GetString(4), row.GetString(5),
                row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9), row.IsDBNull(10) ? null : row.GetString(10)));
        }

        return notes;
    }

    /// <param name="days">Today and those before it.</param>
    public async Task<List<ModerationFigure>> CountAsync(int days, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Counts);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = days });
        var figures = new List<ModerationFigure>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            figures.Add(new ModerationFigure(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetString(2), row.GetInt64(3)));
        return figures;
    }

    /// <summary>A filter that is not asked for is no part of the statement, so that the plan suits those that are.</summary>
    private static string Sql(ModerationQuery query)
    {
        string[] filters =
        [
            .. query.AccountId is null ? [] : (string[])["account_id = $1"],
            .. query.Check is null ? [] : (string[])["check_name = $2"],
            .. query.Category is null ? [] : (string[])["category = $3"],
            .. query.Level is null ? [] : (string[])["level = $4"],
        ];
        return $"""
            SELECT id, at, account_id, key_id, family, mode, level, check_name, category, rule, excerpt FROM generation.moderation_log
            {(filters.Length == 0 ? "" : "WHERE " + string.Join(" AND ", filters))} ORDER BY id DESC LIMIT $5 OFFSET $6
            """;
    }
}
