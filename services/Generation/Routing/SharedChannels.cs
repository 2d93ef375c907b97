using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Hears what processes say to each other through Redis. What is said while Redis is away is lost: whoever listens has another way to learn it,
/// a little later.
/// </summary>
internal sealed partial class SharedChannels(IConnectionMultiplexer redis, TimeProvider time, ILogger<SharedChannels> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Tries until it hears, or is told to stop. Once is enough: the client subscribes anew by itself when it has lost its connection.</summary>
    public async Task ListenAsync(RedisChannel channel, Action<string> heard, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await redis.GetSubscriber().SubscribeAsync(channel, (_, message) => heard(message!));
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                Log.NotHeard(logger, channel!);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>False when Redis did not take it.</summary>
    public async Task<bool> TellAsync(RedisChannel channel, string message)
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(channel, message);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotTold(logger, channel!);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3320, Level = LogLevel.Warning, Message = "Redis does not answer: what other processes say on {Channel} is learned a little later.")]
        public static partial void NotHeard(ILogger logger, string channel);

        [LoggerMessage(EventId = 3321, Level = LogLevel.Information, Message = "Redis does not answer: other processes learn what was to be said on {Channel} a little later.")]
        public static partial void NotTold(ILogger logger, string channel);
    }
}
