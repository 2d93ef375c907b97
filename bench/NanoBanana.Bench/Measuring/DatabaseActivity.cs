using Npgsql;

namespace NanoBanana.Bench.Measuring;

/// <summary>What Postgres counts.</summary>
internal sealed class DatabaseActivity(string server, string generation) : IAsyncDisposable
{
    /// <summary>After this long without work a server process has reported what it counted.</summary>
    public static readonly TimeSpan ReportDelay = TimeSpan.FromSeconds(11);

    private readonly NpgsqlDataSource _server = NpgsqlDataSource.Create(server);
    private readonly NpgsqlDataSource _generation = NpgsqlDataSource.Create(generation);

    /// <summary>How many transactions have written so far, in all databases: exact at any time.</summary>
    public Task<long> WritesAsync(CancellationToken cancellationToken) =>
        NumberAsync(_server, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint", cancellationToken);

    /// <summary>Jobs stored so far: wrk does not count the calls that it cuts off at its end.</summary>
    public Task<long> JobsAsync(CancellationToken cancellationToken) =>
        NumberAsync(_generation, "SELECT count(*) FROM generation.jobs", cancellationToken);

    /// <summary>Commits by database, those that only read included.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CommitsAsync(CancellationToken cancellationToken)
    {
        var commits = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = _server.CreateCommand("SELECT datname, xact_commit FROM pg_stat_database WHERE datname LIKE '%db' ORDER BY datname");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            commits[rows.GetString(0)] = rows.GetInt64(1);
        return commits;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _generation.DisposeAsync();
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
