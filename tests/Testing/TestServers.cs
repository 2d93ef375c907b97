using NanoBanana.LocalServers;

namespace NanoBanana.Testing;

/// <summary>
/// One real Postgres and one real Redis a test process: given ones (<c>NANOBANANA_TEST_POSTGRES</c>, a connection string without a
/// database, and <c>NANOBANANA_TEST_REDIS</c>), as test.sh sets them, or else ones started from this machine's binaries.
/// </summary>
public static class TestServers
{
    private static readonly Lazy<Task<string>> PostgresServer = new(StartPostgresAsync);
    private static readonly Lazy<Task<string>> RedisServer = new(StartRedisAsync);

    /// <summary>A connection string without a database.</summary>
    public static Task<string> Postgres => PostgresServer.Value;

    /// <summary>As StackExchange.Redis reads it.</summary>
    public static Task<string> Redis => RedisServer.Value;

    private static async Task<string> StartPostgresAsync()
    {
        if (Environment.GetEnvironmentVariable("NANOBANANA_TEST_POSTGRES") is { Length: > 0 } given)
            return given;
        var server = await LocalPostgres.StartAsync(Folder("postgres"), "test-password", durable: false, logFile: null, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.StopNow();
        return server.ConnectionString("postgres");
    }

    private static async Task<string> StartRedisAsync()
    {
        if (Environment.GetEnvironmentVariable("NANOBANANA_TEST_REDIS") is { Length: > 0 } given)
            return given;
        var server = await LocalRedis.StartAsync(Folder("redis"), "test-password", durable: false, logFile: null, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.StopNow();
        return server.ConnectionString;
    }

    private static string Folder(string name)
    {
        var parent = Environment.GetEnvironmentVariable("NANOBANANA_TEST_ROOT") is { Length: > 0 } given ? given : "/tmp";
        var root = Path.Combine(parent, $"nanobanana-test-{Environment.ProcessId}");
        Directory.CreateDirectory(root);
        return Path.Combine(root, name);
    }
}
