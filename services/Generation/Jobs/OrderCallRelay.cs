using NanoBanana.Generation.Routing;
using StackExchange.Redis;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Brings a callback to the process that waits for its order, which is any. It may be lost with Redis: the order is asked after anyway,
/// a little later.
/// </summary>
internal sealed partial class OrderCallRelay(IConnectionMultiplexer redis, SharedKeys keys, OrderCalls calls, ILogger<OrderCallRelay> logger) : IHostedService
{
    public async Task TellAsync(string reference)
    {
        if (calls.Wake(reference))
            return;
        try
        {
            await redis.GetSubscriber().PublishAsync(keys.Callbacks, reference);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotTold(logger);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(keys.Callbacks, (_, reference) => calls.Wake(reference!));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotTold(logger);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 3320, Level = LogLevel.Debug, Message = "A callback could not be passed on; the order is asked after at its next turn.")]
        public static partial void NotTold(ILogger logger);
    }
}
