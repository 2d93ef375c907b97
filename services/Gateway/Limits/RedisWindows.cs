using System.Globalization;
using NanoBanana.ServiceDefaults.Data;
using StackExchange.Redis;

namespace NanoBanana.Gateway.Limits;

/// <summary>
/// Exact sliding windows shared by all gateways: a sorted set a window, Redis's own clock, one script. The script looks at every window
/// of a request before it counts into any, so a refusal by one costs nothing in another.
/// <para>
/// Requests that arrive while the script runs for others are asked together in the next run: a busy gateway then makes a round trip for
/// many requests at once, an idle one still for each at once. The keys of a run lie anywhere, so Redis must be a single primary, not a
/// cluster.
/// </para>
/// </summary>
internal sealed class RedisWindows
{
    // For each request: its ticket, how many windows, and of each its limit and its length in microseconds. KEYS has the windows in that order.
    private const string Take = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local answers, key, arg = {}, 1, 1
        while ARGV[arg] do
            local ticket, windows = ARGV[arg], tonumber(ARGV[arg + 1])
            local tightest, room, frees = 0, nil, 0
            for i = 0, windows - 1 do
                local name, limit, length = KEYS[key + i], tonumber(ARGV[arg + 2 + 2 * i]), tonumber(ARGV[arg + 3 + 2 * i])
                redis.call('ZREMRANGEBYSCORE', name, '-inf', now - length)
                local left = limit - redis.call('ZCARD', name)
                if room == nil or left < room then
                    tightest, room = i, left
                    local oldest = redis.call('ZRANGE', name, 0, 0, 'WITHSCORES')
                    frees = (oldest[2] and tonumber(oldest[2]) or now) + length
                end
            end
            local admitted = room > 0
            if admitted then
                for i = 0, windows - 1 do
                    redis.call('ZADD', KEYS[key + i], now, ticket)
                    redis.call('PEXPIRE', KEYS[key + i], math.ceil(ARGV[arg + 3 + 2 * i] / 1000) + 1000)
                end
            end
            answers[#answers + 1] = admitted and 1 or 0
            answers[#answers + 1] = tightest
            answers[#answers + 1] = admitted and room - 1 or 0
            answers[#answers + 1] = string.format('%d', frees)
            answers[#answers + 1] = string.format('%d', now)
            key, arg = key + windows, arg + 2 + 2 * windows
        end
        return answers
        """;

    private const int AnswersEach = 5;

    // Long on purpose: to be slow is not to be away, and whoever counts alone too early admits more than the limit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Names what this process counted; random once, because asking for randomness for every request is a system call each.
    private readonly string _process = Guid.NewGuid().ToString("n");
    private readonly IConnectionMultiplexer _redis;
    private readonly RoundTrips<IReadOnlyList<SlidingWindow>, Admission> _roundTrips;
    private long _tickets;

    public RedisWindows(IConnectionMultiplexer redis)
    {
        _redis = redis;
        _roundTrips = new(TakeAllAsync);
    }

    public Task<Admission> TakeAsync(IReadOnlyList<SlidingWindow> windows) => _roundTrips.AskAsync(windows);

    public Task GiveBackAsync(IReadOnlyList<SlidingWindow> windows, string ticket) =>
        Task.WhenAll(windows.Select(window => _redis.GetDatabase().SortedSetRemoveAsync(window.RedisKey, ticket))).WaitAsync(Patience);

    private async Task<Admission[]> TakeAllAsync(IReadOnlyList<IReadOnlyList<SlidingWindow>> requests)
    {
        var keys = new List<RedisKey>(requests.Count);
        var arguments = new List<RedisValue>(4 * requests.Count);
        var tickets = new string[requests.Count];
        for (var i = 0; i < requests.Count; i++)
        {
            arguments.Add(tickets[i] = Interlocked.Increment(ref _tickets).ToString("x", CultureInfo.InvariantCulture) + "-" + _process);
            arguments.Add(requests[i].Count);
            foreach (var window in requests[i])
            {
                keys.Add(window.RedisKey);
                arguments.Add(window.Limit);
                arguments.Add((long)window.Length.TotalMicroseconds);
            }
        }

        var answer = (RedisResult[])await _redis.GetDatabase().ScriptEvaluateAsync(Take, [.. keys], [.. arguments]).WaitAsync(Patience);
        var admissions = new Admission[requests.Count];
        for (var i = 0; i < admissions.Length; i++)
        {
            var own = answer.AsSpan(i * AnswersEach, AnswersEach);
            var frees = (long)own[3];
            admissions[i] = new Admission(
                (int)own[0] == 1, requests[i][(int)own[1]], (int)own[2], DateTimeOffset.UnixEpoch.AddMicroseconds(frees),
                TimeSpan.FromMicroseconds(frees - (long)own[4]), tickets[i]);
        }

        return admissions;
    }
}
