using Npgsql;

namespace NanoBanana.Bench.Runs;

/// <summary>What every measure of a database does with it.</summary>
internal static class Statements
{
    /// <summary>Ten minutes: some fill a million rows.</summary>
    private const int Patience = 600;

    public static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = Patience;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a statement and prints its plan.</summary>
    public static async Task ShowPlanAsync(NpgsqlCommand command)
    {
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + command.CommandText;
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            await Console.Out.WriteLineAsync(row.GetString(0));
    }
}
