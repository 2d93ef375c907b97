using System.Diagnostics;
using Npgsql;

namespace NanoBanana.Testing;

/// <summary>
/// Stops every write to a table, as a lock of Postgres, so that a test can hold a process at exactly one step of its work. Reads go on.
/// </summary>
public sealed class Roadblock : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlConnection _connection;
    private readonly string _table;

    private Roadblock(NpgsqlDataSource database, NpgsqlConnection connection, string table)
    {
        _database = database;
        _connection = connection;
        _table = table;
    }

    /// <param name="connectionString">The table's database.</param>
    /// <param name="table">With its schema: <c>generation.jobs</c>.</param>
    public static async Task<Roadblock> OnAsync(string connectionString, string table)
    {
        var database = NpgsqlDataSource.Create(connectionString);
        var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN SHARE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return new Roadblock(database, connection, table);
    }

    /// <summary>
    /// Completes when a call stands at it for good. The workers, who look after jobs every few seconds, come by as well and do not count; nor does
    /// a statement of several calls, which waits for a lock no longer than a quarter of a second and is then sent again for each.
    /// </summary>
    public Task WaitForWriterAsync() => WaitForWritersAsync(1);

    /// <summary>The same of several calls.</summary>
    public async Task WaitForWritersAsync(int writers)
    {
        await using var command = _database.CreateCommand("""
            SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE relation = $1::regclass AND NOT granted AND waitstart < clock_timestamp() - interval '300 milliseconds' AND query NOT SIMILAR TO 'WITH (hopeless|interactive|late|ours)%'
            """);
        command.Parameters.Add(new() { Value = _table });
        for (var waited = Stopwatch.StartNew(); (long)(await command.ExecuteScalarAsync())! < writers; await Task.Delay(10))
        {
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"Nobody came to write to {_table}.");
        }
    }

    /// <summary>Cuts off whoever stands at it: what they were about to write is never written.</summary>
    public async Task DropWritersAsync()
    {
        await using var command = _database.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = $1::regclass AND NOT granted");
        command.Parameters.Add(new() { Value = _table });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lifts it: whoever still stands at it goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }
}
