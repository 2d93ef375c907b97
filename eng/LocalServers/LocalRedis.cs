using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace NanoBanana.LocalServers;

/// <summary>A Redis of our own on a free loopback port, with a password.</summary>
public sealed class LocalRedis : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);
    private readonly ServerProcess _process;

    private LocalRedis(ServerProcess process, int port, string password)
    {
        _process = process;
        Port = port;
        ConnectionString = $"127.0.0.1:{port},password={password}";
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it keeps its snapshot; created when new. One server at a time: one left over by a killed run is stopped first.</param>
    /// <param name="password">What clients must know.</param>
    /// <param name="durable">Whether it keeps a snapshot at all.</param>
    /// <param name="logFile">Where its output goes; nowhere when null.</param>
    /// <param name="port">The port; a free one when null.</param>
    public static async Task<LocalRedis> StartAsync(
        string folder, string password, bool durable, string? logFile, CancellationToken cancellationToken, int? port = null)
    {
        var binary = Binaries.Redis()
            ?? throw new LocalServerException("Redis is not installed: run 'apt-get install redis-server' (or set REDIS_URL to a server).");
        var account = ServerAccount.Current;
        await account.CreateFolderAsync(folder, cancellationToken);
        var processFile = Path.Combine(folder, "redis.pid");
        await ServerProcess.StopLeftoverAsync(processFile, id => IsOurs(id, folder), ServerProcess.Terminate, cancellationToken);
        var chosen = port ?? Ports.Free();

        // The settings go through standard input, so that the password is on no command line.
        var settings = $"""
            port {chosen}
            bind 127.0.0.1
            dir "{folder}"
            pidfile "{processFile}"
            requirepass {password}
            save {(durable ? "60 1" : "\"\"")}
            appendonly no
            daemonize no

            """;
        var process = await ServerProcess.StartAsync(account.Wrap(binary, "-"), ServerProcess.Terminate, logFile, settings);
        var server = new LocalRedis(process, chosen, password);
        await server.WaitUntilReadyAsync(password, cancellationToken);
        return server;
    }

    public void StopNow() => _process.StopNow();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>A Redis works in the folder of its data.</summary>
    private static bool IsOurs(int processId, string folder)
    {
        try
        {
            return new DirectoryInfo($"/proc/{processId}/cwd").LinkTarget == Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task WaitUntilReadyAsync(string password, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            if (_process.HasExited)
                throw new LocalServerException($"Redis did not start: {_process.Tail}");
            if (await AnswersAsync(password, cancellationToken))
                return;
            if (waited.Elapsed > StartPatience)
                throw new LocalServerException($"Redis did not answer within {StartPatience.TotalSeconds:0} s: {_process.Tail}");
            await Task.Delay(20, cancellationToken);
        }
    }

    private async Task<bool> AnswersAsync(string password, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), cancellationToken);
            var answer = new byte[64];
            var length = await stream.ReadAsync(answer, cancellationToken);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+OK", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
