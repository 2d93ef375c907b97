using NanoBanana.Contracts.Keys;
using StackExchange.Redis;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Hears which credentials are good no more, as the gateway does, which only judges a request when it comes: a connection that stays open
/// would outlive its key. What is missed with Redis ends with the connection's hour.
/// </summary>
internal sealed partial class CredentialWatch(IConnectionMultiplexer redis, Followers followers, TimeProvider time, ILogger<CredentialWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Once: the client subscribes anew by itself when it has lost its connection.
                await redis.GetSubscriber().SubscribeAsync(Invalidation.Channel, (_, message) => followers.Forget(message!));
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                Log.NotHeard(logger);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3351, Level = LogLevel.Warning, Message = "Revoked credentials are not heard of; open streams and sockets keep theirs until their time is over.")]
        public static partial void NotHeard(ILogger logger);
    }
}
