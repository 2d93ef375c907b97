using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Where a word stands in a database: every column of every table that can hold text is looked through, as the database itself lists them. A table that comes later is looked
/// through as well, without anybody thinking of it here.
/// </summary>
internal static class Traces
{
    private const string Columns = """
        SELECT format('%I.%I', c.table_schema, c.table_name), format('%I', c.column_name), c.data_type
        FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
        WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
          AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'uuid')
        """;

    /// <summary>The columns, as <c>schema.table.column</c>, in which one of the words stands, in any case of letters.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(string database, params string[] words)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var found = new List<string>();
        foreach (var (table, column, type) in await Books.ReadAllAsync(source, Columns, static row => (row.GetString(0), row.GetString(1), row.GetString(2))))
        {
            var text = type == "bytea" ? $"encode({column}, 'escape')" : $"{column}::text";
            await using var command = source.CreateCommand(
                $"SELECT EXISTS (SELECT FROM {table} WHERE EXISTS (SELECT FROM unnest($1) AS word WHERE strpos(lower({text}), lower(word)) > 0))");
            command.Parameters.Add(new() { Value = words });
            if ((bool)(await command.ExecuteScalarAsync())!)
                found.Add($"{table}.{column}");
        }

        return found;
    }
}
