using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Time;

/// <summary>The clock of the limits' windows, for a service without a database.</summary>
internal sealed class RedisTime(IConnectionMultiplexer redis) : ITimeReference
{
    public string Name => "Redis";

    public async Task<ClockSample> SampleAsync(CancellationToken cancellationToken)
    {
        var asked = TimeProvider.System.GetTimestamp();
        var answer = (RedisValue[])(await redis.GetDatabase().ExecuteAsync("TIME").WaitAsync(cancellationToken))!;
        var told = DateTimeOffset.UnixEpoch.AddSeconds((long)answer[0]).AddMicroseconds((long)answer[1]);
        return ClockSample.Of(told, asked, TimeProvider.System.GetTimestamp());
    }
}
