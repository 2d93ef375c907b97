using StackExchange.Redis;

namespace NanoBanana.Gateway.Health;

/// <summary>How Redis is.</summary>
/// <param name="LatencyMs">Of a ping; null when it was not answered in time.</param>
/// <param name="Version">Of the server; null when none is connected.</param>
internal sealed record RedisReport(double? LatencyMs, string? Version);

/// <summary>Asks Redis how it is, for a second at most.</summary>
internal sealed class RedisProbe(IConnectionMultiplexer redis, TimeProvider time)
{
    public async Task<RedisReport> AskAsync()
    {
        try
        {
            // The client has no timeout of its own on asynchronous calls.
            var latency = await redis.GetDatabase().PingAsync().WaitAsync(ServiceProbe.Patience, time);
            return new RedisReport(Math.Round(latency.TotalMilliseconds, 1), Version());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return new RedisReport(LatencyMs: null, Version: null);
        }
    }

    private string? Version() =>
        redis.GetEndPoints().Select(endpoint => redis.GetServer(endpoint)).FirstOrDefault(static server => server.IsConnected)?.Version.ToString();
}
