using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>The circuits of all processes, in one hash of Redis. A change is compared and set, so that two at once both count.</summary>
internal sealed class CircuitStore(IConnectionMultiplexer redis, SharedKeys keys)
{
    private const string CompareAndSet = """
        local known = redis.call('HGET', KEYS[1], ARGV[1]) or ''
        if known ~= ARGV[2] then return known end
        if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
        return false
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Replaces what is known by what it shall be.</summary>
    /// <returns>Null when it was replaced; what it is instead when somebody was quicker, which may be the very text that was wanted.</returns>
    public async Task<string?> SetAsync(string circuit, string known, string wanted) =>
        (string?)await redis.GetDatabase().ScriptEvaluateAsync(CompareAndSet, [keys.Circuits], [circuit, known, wanted]).WaitAsync(Patience);

    /// <summary>All circuits that have anything to tell.</summary>
    public async Task<Dictionary<string, string>> ReadAsync()
    {
        var entries = await redis.GetDatabase().HashGetAllAsync(keys.Circuits).WaitAsync(Patience);
        return entries.ToDictionary(static entry => (string)entry.Name!, static entry => (string)entry.Value!, StringComparer.Ordinal);
    }

    /// <summary>Forgets all of them.</summary>
    public Task ClearAsync() => redis.GetDatabase().KeyDeleteAsync(keys.Circuits).WaitAsync(Patience);
}
