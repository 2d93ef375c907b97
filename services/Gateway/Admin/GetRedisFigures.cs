using System.Globalization;
using NanoBanana.Gateway.Health;
using StackExchange.Redis;

namespace NanoBanana.Gateway.Admin;

/// <summary>What Redis says of itself; all but the status is null while it does not answer.</summary>
/// <param name="Status"><c>healthy</c> or <c>unavailable</c>.</param>
/// <param name="MaxMemoryBytes">0 is no limit.</param>
internal sealed record RedisFiguresView(
    string Status, double? LatencyMs, string? Version, long? UptimeSeconds, long? ConnectedClients, long? UsedMemoryBytes, long? MaxMemoryBytes);

internal static class GetRedisFigures
{
    public static async Task<RedisFiguresView> HandleAsync(IConnectionMultiplexer redis, TimeProvider time)
    {
        var started = time.GetTimestamp();
        try
        {
            var text = (string?)await redis.GetDatabase().ExecuteAsync("INFO").WaitAsync(ServiceProbe.Patience, time) ?? "";
            var latency = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1);
            var facts = text.Split('\n').Select(static line => line.Trim().Split(':', 2)).Where(static pair => pair.Length == 2)
                .ToLookup(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
            return new RedisFiguresView(
                HealthNames.Healthy, latency, facts["redis_version"].FirstOrDefault(), Number("uptime_in_seconds"), Number("connected_clients"), Number("used_memory"),
                Number("maxmemory"));

            long? Number(string name) => long.TryParse(facts[name].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return new RedisFiguresView(GetSystemStatus.Unavailable, null, null, null, null, null, null);
        }
    }
}
