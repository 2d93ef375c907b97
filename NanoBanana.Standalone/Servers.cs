using NanoBanana.LocalServers;
using StackExchange.Redis;

namespace NanoBanana.Standalone;

/// <summary>Postgres and Redis: those that the configuration names, else our own on the state folder.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private static readonly string[] Databases = ["identitydb", "keysdb", "generationdb", "billingdb"];
    private readonly LocalPostgres? _postgres;
    private readonly LocalRedis? _redis;

    private Servers(LocalPostgres? postgres, LocalRedis? redis)
    {
        _postgres = postgres;
        _redis = redis;
    }

    /// <summary>Connection strings of what was started here, by configuration key.</summary>
    public Dictionary<string, string?> ConnectionStrings { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<Servers> StartAsync(IConfiguration configuration, StateFolder state, CancellationToken cancellationToken)
    {
        var given = Databases.Count(name => configuration.GetConnectionString(name) is { Length: > 0 });
        if (given > 0 && given < Databases.Length)
            throw new LocalServerException($"ConnectionStrings are given for some databases only: set all of {string.Join(", ", Databases)}, or DATABASE_URL, or none.");
        var starting = (
            Postgres: given > 0 ? Task.FromResult<LocalPostgres?>(null) : StartPostgresAsync(state, cancellationToken),
            Redis: configuration.GetConnectionString("redis") is { Length: > 0 } redis
                ? CheckRedisAsync(redis)
                : StartRedisAsync(state, cancellationToken));
        try
        {
            await Task.WhenAll(starting.Postgres, starting.Redis);
        }
        catch
        {
            // One failed: do not leave the other behind.
            await new Servers(Result(starting.Postgres), Result(starting.Redis)).DisposeAsync();
            throw;
        }

        var servers = new Servers(await starting.Postgres, await starting.Redis);
        if (servers._postgres is { } postgres)
        {
            foreach (var name in Databases)
                servers.ConnectionStrings[$"ConnectionStrings:{name}"] = postgres.ConnectionString(name);
        }

        if (servers._redis is { } own)
            servers.ConnectionStrings["ConnectionStrings:redis"] = own.ConnectionString;
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    private static T? Result<T>(Task<T?> task) where T : class => task.IsCompletedSuccessfully ? task.Result : null;

    private static async Task<LocalPostgres?> StartPostgresAsync(StateFolder state, CancellationToken cancellationToken) =>
        await LocalPostgres.StartAsync(state.Postgres, state.Secrets.PostgresPassword, durable: true, state.Log("postgres"), cancellationToken);

    private static async Task<LocalRedis?> StartRedisAsync(StateFolder state, CancellationToken cancellationToken) =>
        await LocalRedis.StartAsync(state.Redis, state.Secrets.RedisPassword, durable: true, state.Log("redis"), cancellationToken);

    private static async Task<LocalRedis?> CheckRedisAsync(string connectionString)
    {
        try
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
            await redis.GetDatabase().PingAsync();
            return null;
        }
        catch (Exception exception) when (exception is RedisException or ArgumentException or TimeoutException)
        {
            throw new LocalServerException("Redis does not answer at the address given: check REDIS_URL (or ConnectionStrings__redis), or unset it to use one of our own.");
        }
    }
}
