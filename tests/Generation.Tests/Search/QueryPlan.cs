using System.Globalization;
using Npgsql;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>What a statement did, as the database tells it line by line.</summary>
internal static class QueryPlan
{
    private const string Explain = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) ";

    /// <param name="asked">Disposed of when it has been asked.</param>
    /// <param name="isGeneric">One for any values, as services use; else for these.</param>
    public static async Task<string> ReadAsync(NpgsqlDataSource database, NpgsqlCommand asked, bool isGeneric)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = asked;
        command.Connection = connection;
        if (!isGeneric)
        {
            command.CommandText = Explain + command.CommandText;
            return await LinesAsync(command);
        }

        // What is explained is planned for its very values, whatever the mode: only a statement that was prepared has a plan for any.
        var name = "planned_" + Guid.NewGuid().ToString("n");
        await using var preparing = new NpgsqlCommand(
            $"SET plan_cache_mode = force_generic_plan; PREPARE {name} ({string.Join(", ", asked.Parameters.Select(static one => TypeOf(one.Value!)))}) AS {Numbered(asked)}", connection);
        await preparing.ExecuteNonQueryAsync();
        await using var executing = new NpgsqlCommand($"{Explain} EXECUTE {name} ({string.Join(", ", asked.Parameters.Select(static one => LiteralOf(one.Value)))})", connection);
        var plan = await LinesAsync(executing);
        await using var forgetting = new NpgsqlCommand($"DEALLOCATE {name}; RESET plan_cache_mode", connection);
        await forgetting.ExecuteNonQueryAsync();
        plan.ShouldContain("$1");
        return plan;
    }

    private static async Task<string> LinesAsync(NpgsqlCommand command)
    {
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }

    private static string Numbered(NpgsqlCommand command) => command.Parameters.Select(static (one, index) => (one.ParameterName, Place: index + 1))
        .Where(static one => one.ParameterName.Length > 0).Aggregate(command.CommandText, static (text, one) => text.Replace("@" + one.ParameterName, $"${one.Place}", StringComparison.Ordinal));

    private static string TypeOf(object value) => value switch
    {
        Guid => "uuid",
        int => "integer",
        string => "text",
        DateTimeOffset => "timestamptz",
        Guid?[] => "uuid[]",
        int?[] => "integer[]",
        string?[] => "text[]",
        _ => throw new ArgumentException($"No parameter here was a {value.GetType()} until now.", nameof(value)),
    };

    private static string LiteralOf(object? value) => value switch
    {
        null => "NULL",
        DateTimeOffset time => $"'{time:O}'",
        Array values => $"ARRAY[{string.Join(", ", values.Cast<object?>().Select(LiteralOf))}]::{TypeOf(values)}",
        _ => $"'{string.Create(CultureInfo.InvariantCulture, $"{value}").Replace("'", "''", StringComparison.Ordinal)}'",
    };

    /// <summary>The first line of them is that of the whole statement, which has what all its parts read.</summary>
    public static long PagesRead(string plan) => plan.Split('\n').First(static line => line.Contains("Buffers: shared", StringComparison.Ordinal))
        .Split(' ').Where(static part => part.StartsWith("hit=", StringComparison.Ordinal) || part.StartsWith("read=", StringComparison.Ordinal))
        .Sum(static part => long.Parse(part.Split('=')[1], CultureInfo.InvariantCulture));

    /// <summary>Of the scans of tables, and what they passed over; what an index names is in its pages.</summary>
    public static long RowsRead(string plan)
    {
        var (total, isScan) = (0L, false);
        foreach (var line in plan.Split('\n'))
        {
            if (line.Contains("(actual", StringComparison.Ordinal))
                isScan = line.Contains(" on ", StringComparison.Ordinal) && !line.Contains("CTE", StringComparison.Ordinal) && !line.Contains("Bitmap Index", StringComparison.Ordinal);
            if (isScan && line.Split("(actual rows=") is [_, var rest] && rest.Split(' ') is [var rows, var loops, ..])
                total += long.Parse(rows, CultureInfo.InvariantCulture) * long.Parse(loops.Split('=')[1].TrimEnd(')'), CultureInfo.InvariantCulture);
            else if (isScan && line.Split("Rows Removed by ") is [_, var removed])
                total += long.Parse(removed.Split(": ")[1], CultureInfo.InvariantCulture);
        }

        return total;
    }
}
