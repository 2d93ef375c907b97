using StackExchange.Redis;

namespace NanoBanana.Bench.Measuring;

/// <summary>Empties the windows of the rate limit between runs, in place of the hour that would otherwise have to pass.</summary>
internal sealed class LimitWindows(string connectionString, int port) : IDisposable
{
    private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(connectionString);

    public async Task ClearAsync()
    {
        var keys = _redis.GetServer("127.0.0.1", port).Keys(pattern: "nanobanana:limit:*", pageSize: 1_000).ToArray();
        await _redis.GetDatabase().KeyDeleteAsync(keys);
    }

    public void Dispose() => _redis.Dispose();
}
