using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Who is calling a provider now, from all processes: a sorted set of calls by the time until which each is believed. A process that
/// died gives its places back by not renewing them.
/// </summary>
internal sealed class SlotStore(IConnectionMultiplexer redis, SharedKeys keys)
{
    /// <summary>How long a call counts without a sign of life.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    // A call that is in already, because it is resumed, keeps its place.
    private const string Take = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
        if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
        redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
        redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[3]))
        return 1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Takes a place, or renews it.</summary>
    public async Task<bool> TakeAsync(string provider, string call, int limit) =>
        (long)await redis.GetDatabase().ScriptEvaluateAsync(Take, [keys.Calls(provider)], [call, limit, (long)Life.TotalMilliseconds]).WaitAsync(Patience) == 1;

    public Task ReturnAsync(string provider, string call) =>
        redis.GetDatabase().SortedSetRemoveAsync(keys.Calls(provider), call).WaitAsync(Patience);
}
