using StackExchange.Redis;

namespace NanoBanana.Gateway.Limits;

/// <summary>
/// Exact sliding windows shared by all gateways: a sorted set a window, one script a request, Redis's own clock. The script looks at
/// every window before it counts into any, so a refusal by one costs nothing in another.
/// </summary>
internal sealed class RedisWindows(IConnectionMultiplexer redis)
{
    private const string Take = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local tightest, room, frees = 0, nil, 0
        for i = 1, #KEYS do
            local limit, length = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
            redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now - length)
            local count = redis.call('ZCARD', KEYS[i])
            local left = limit - count
            if room == nil or left < room then
                tightest, room = i, left
                local oldest = redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')
                frees = (oldest[2] and tonumber(oldest[2]) or now) + length
            end
        end
        if room <= 0 then
            return {0, tightest, 0, string.format('%d', frees), string.format('%d', now)}
        end
        for i = 1, #KEYS do
            redis.call('ZADD', KEYS[i], now, ARGV[1])
            redis.call('PEXPIRE', KEYS[i], math.ceil(ARGV[2 * i + 1] / 1000) + 1000)
        end
        return {1, tightest, room - 1, string.format('%d', frees), string.format('%d', now)}
        """;

    public async Task<Admission> TakeAsync(IReadOnlyList<SlidingWindow> windows)
    {
        var ticket = Guid.NewGuid().ToString("n");
        var keys = new RedisKey[windows.Count];
        var arguments = new RedisValue[1 + (2 * windows.Count)];
        arguments[0] = ticket;
        for (var i = 0; i < windows.Count; i++)
        {
            keys[i] = windows[i].RedisKey;
            arguments[(2 * i) + 1] = windows[i].Limit;
            arguments[(2 * i) + 2] = (long)windows[i].Length.TotalMicroseconds;
        }

        var answer = (RedisResult[])await redis.GetDatabase().ScriptEvaluateAsync(Take, keys, arguments);
        var frees = (long)answer[3];
        return new Admission(
            (int)answer[0] == 1, windows[(int)answer[1] - 1], (int)answer[2],
            DateTimeOffset.UnixEpoch.AddMicroseconds(frees), TimeSpan.FromMicroseconds(frees - (long)answer[4]), ticket);
    }

    public Task GiveBackAsync(IReadOnlyList<SlidingWindow> windows, string ticket) =>
        Task.WhenAll(windows.Select(window => redis.GetDatabase().SortedSetRemoveAsync(window.RedisKey, ticket)));
}
