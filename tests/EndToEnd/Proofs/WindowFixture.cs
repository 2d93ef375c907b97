using NanoBanana.Testing.Processes;
using StackExchange.Redis;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Four gateways, and time that passes faster for what they have counted: everything in a window is made older again and again, so that
/// its hour passes in <see cref="Hour"/>. (Redis itself cannot be given a false clock: its allocator does not run under libfaketime.)
/// </summary>
public sealed class WindowFixture : IAsyncLifetime
{
    private const int Speed = 360;
    private const string Age = """
        for _, ticket in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
            redis.call('ZINCRBY', KEYS[1], -ARGV[1], ticket)
        end
        """;

    /// <summary>An hour of a window as it passes here: 10 s.</summary>
    public static TimeSpan Hour { get; } = TimeSpan.FromHours(1) / Speed;

    /// <summary>How often time moves on.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(20);

    public ReplicatedSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(new Dictionary<string, string?>(StringComparer.Ordinal)) { Gateways = 4 });

    public ValueTask DisposeAsync() => System.DisposeAsync();

    /// <summary>Lets time pass for a key's window until told to stop.</summary>
    public static async Task PassTimeAsync(Guid keyId, CancellationToken enough)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        RedisKey[] window = [$"nanobanana:limit:hourly:{keyId:n}"];
        var last = TimeProvider.System.GetTimestamp();
        while (!enough.IsCancellationRequested)
        {
            await Task.Delay(Tick, CancellationToken.None);
            var now = TimeProvider.System.GetTimestamp();
            var passed = TimeProvider.System.GetElapsedTime(last, now) * (Speed - 1);
            last = now;
            await redis.GetDatabase().ScriptEvaluateAsync(Age, window, [(long)passed.TotalMicroseconds]);
        }
    }
}
