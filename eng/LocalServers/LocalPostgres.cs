using System.Diagnostics;
using Npgsql;

namespace NanoBanana.LocalServers;

/// <summary>A Postgres of our own on a free loopback port, with a password and without a socket file.</summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const string Superuser = "nanobanana";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private readonly ServerProcess _process;
    private readonly NpgsqlConnectionStringBuilder _settings;

    private LocalPostgres(ServerProcess process, NpgsqlConnectionStringBuilder settings)
    {
        _process = process;
        _settings = settings;
    }

    /// <summary>Starts it on <paramref name="dataFolder"/>, which is created when it is new.</summary>
    /// <param name="dataFolder">Its cluster. One server at a time: one left over by a killed run is stopped first.</param>
    /// <param name="password">The superuser's.</param>
    /// <param name="durable">False trades safety after a power cut for speed: tests only.</param>
    /// <param name="logFile">Where its output goes; nowhere when null.</param>
    /// <param name="port">The port; a free one when null.</param>
    public static async Task<LocalPostgres> StartAsync(
        string dataFolder, string password, bool durable, string? logFile, CancellationToken cancellationToken, int? port = null)
    {
        var bin = Binaries.PostgresFolder()
            ?? throw new LocalServerException("Postgres is not installed: run 'apt-get install postgresql' (or set DATABASE_URL to a server).");
        var account = ServerAccount.Current;
        if (account.FirstClosedParent(dataFolder) is { } closed)
            throw new LocalServerException($"Postgres runs as '{account.Name}', which may not pass {closed}: set NANOBANANA_HOME to a folder under /var/lib, or run as an ordinary user.");
        await ServerProcess.StopLeftoverAsync(
            Path.Combine(dataFolder, "postmaster.pid"), id => IsOurs(id, dataFolder), ServerProcess.Interrupt, cancellationToken);
        if (!File.Exists(Path.Combine(dataFolder, "PG_VERSION")))
            await InitialiseAsync(bin, dataFolder, password, account, cancellationToken);

        var chosen = port ?? Ports.Free();
        var process = await ServerProcess.StartAsync(
            account.Wrap([Path.Combine(bin, "postgres"), "-D", dataFolder, .. Settings(chosen, durable)]), ServerProcess.Interrupt, logFile);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = chosen,
            Username = Superuser,
            Password = password,
            MaxPoolSize = 30,
            IncludeErrorDetail = false,
        };
        var server = new LocalPostgres(process, settings);
        await server.WaitUntilReadyAsync(dataFolder, cancellationToken);
        return server;
    }

    public int ProcessId => _process.Id;

    /// <summary>The connection string of one of its databases.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database }.ConnectionString;

    public void StopNow() => _process.StopNow();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static IEnumerable<string> Settings(int port, bool durable)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "max_connections=300", "shared_buffers=128MB",
            "logging_collector=off", "log_min_messages=warning",
        ];
        string[] fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=128MB"];
        return (durable ? settings : [.. settings, .. fast]).SelectMany(static setting => new[] { "-c", setting });
    }

    private static async Task InitialiseAsync(
        string bin, string dataFolder, string password, ServerAccount account, CancellationToken cancellationToken)
    {
        if (Directory.Exists(dataFolder) && Directory.EnumerateFileSystemEntries(dataFolder).Any())
            throw new LocalServerException($"{dataFolder} is not a Postgres data folder (PG_VERSION is missing): move it away, or set NANOBANANA_HOME to another folder.");
        await account.CreateFolderAsync(dataFolder, cancellationToken);

        // initdb opens the file under the unprivileged account, which may not open root's standard input.
        var passwordFolder = dataFolder + ".init";
        Directory.CreateDirectory(passwordFolder);
        var passwordFile = Path.Combine(passwordFolder, "password");
        try
        {
            await File.WriteAllTextAsync(passwordFile, "", cancellationToken);
            File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await File.WriteAllTextAsync(passwordFile, password + "\n", cancellationToken);
            await account.CreateFolderAsync(passwordFolder, cancellationToken);
            await ServerProcess.RunToEndAsync(
                account.Wrap(Path.Combine(bin, "initdb"), "-D", dataFolder, "-U", Superuser, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C", "--no-sync"),
                input: null, cancellationToken);
        }
        finally
        {
            Directory.Delete(passwordFolder, recursive: true);
        }
    }

    private static bool IsOurs(int processId, string dataFolder)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains(dataFolder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task WaitUntilReadyAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false, Timeout = 2 };
        for (var waited = Stopwatch.StartNew(); ;)
        {
            if (_process.HasExited)
                throw new LocalServerException($"Postgres did not start on {dataFolder}: {_process.Tail}");
            try
            {
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (PostgresException wrong) when (wrong.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                await DisposeAsync();
                throw new LocalServerException($"The password kept for {dataFolder} is not the one it was made with: restore secrets.json, or move the folder away.");
            }
            catch (NpgsqlException) when (waited.Elapsed < StartPatience)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }
}
