using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoBanana.Contracts.Keys;
using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Redis;

/// <summary>
/// Tells every process to forget a cached credential. The change itself is committed before anybody calls this, so a Redis that does
/// not answer must not fail it: the message is then repeated in the background until it gets through. Two minutes are enough, because
/// what the message would remove from a cache lives 60 s at most.
/// </summary>
public sealed partial class InvalidationPublisher(IConnectionMultiplexer redis, TimeProvider time, ILogger<InvalidationPublisher> logger)
    : BackgroundService
{
    private const int MaxWaiting = 10_000;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(2);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>
    /// Publishes a message of <see cref="Invalidation"/>. When this returns, the message is out or waits to be repeated; it never
    /// throws, and takes a fraction of a second at most. It cannot be cancelled: a client that hangs up has still revoked its key.
    /// </summary>
    public async Task PublishAsync(string message)
    {
        if (await TryPublishAsync(message))
            return;
        Log.Delayed(logger, message);
        _waiting.Writer.TryWrite(new Waiting(message, time.GetTimestamp()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (message, since) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TryPublishAsync(message))
            {
                if (time.GetElapsedTime(since) > GiveUpAfter)
                {
                    Log.GaveUp(logger, message);
                    break;
                }

                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private async Task<bool> TryPublishAsync(string message)
    {
        try
        {
            // The client has no timeout of its own on asynchronous calls.
            await redis.GetSubscriber().PublishAsync(Invalidation.Channel, message).WaitAsync(AttemptTimeout, time);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or TaskCanceledException)
        {
            return false;
        }
    }

    private readonly record struct Waiting(string Message, long Since);

    private static partial class Log
    {
        [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Redis did not take the invalidation {Invalidation}; it will be repeated.")]
        public static partial void Delayed(ILogger logger, string invalidation);

        [LoggerMessage(EventId = 111, Level = LogLevel.Error, Message = "Redis never took the invalidation {Invalidation}; caches have expired by now.")]
        public static partial void GaveUp(ILogger logger, string invalidation);
    }
}

public static class InvalidationPublisherExtensions
{
    /// <summary>Adds the one <see cref="InvalidationPublisher"/> of a service; it needs <see cref="RedisExtensions.AddRedisClient"/>.</summary>
    public static IServiceCollection AddInvalidationPublisher(this IServiceCollection services) => services
        .AddSingleton<InvalidationPublisher>()
        .AddHostedService(static provider => provider.GetRequiredService<InvalidationPublisher>());
}
