using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Routing;
using StackExchange.Redis;

namespace NanoBanana.Generation.Partials;

/// <summary>
/// Brings partial images of a job from the process that runs it to those where a repeat of its call waits, through a channel of Redis that bears the job's id. What
/// Redis does not take at once is lost.
/// </summary>
internal sealed partial class PartialChannel(IConnectionMultiplexer redis, SharedKeys keys, IImageCodec codec, TimeProvider time, ILogger<PartialChannel> logger)
{
    // Redis cuts off a subscriber for whom more than 8 MiB wait, and that one hears everything else on the same connection.
    private const int MaxBytes = 6 * 1024 * 1024;

    // The client has no timeout of its own on asynchronous calls.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Tells those who listen. One command, and nothing else, when nobody does.</summary>
    public async Task TellAsync(Guid jobId, PartialImage partial)
    {
        if (partial.Bytes.Length > MaxBytes || !redis.IsConnected)
            return;
        try
        {
            var channel = keys.Partials(jobId);
            var listening = (RedisResult[]?)await redis.GetDatabase().ExecuteAsync("PUBSUB", "NUMSUB", (string)channel!).WaitAsync(Patience, time);
            if (listening is [_, var number] && (long)number > 0)
                await redis.GetSubscriber().PublishAsync(channel, (byte[])[(byte)partial.Index, .. partial.Bytes]).WaitAsync(Patience, time);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.Lost(logger, jobId);
        }
    }

    /// <summary>Hears of a job's in their order, until what this ends with is called; null without Redis.</summary>
    public async Task<Action?> ListenAsync(Guid jobId, Action<PartialImage> heard)
    {
        if (!redis.IsConnected)
            return null;
        var (channel, subscriber) = (keys.Partials(jobId), redis.GetSubscriber());
        Action<RedisChannel, RedisValue> hear = (_, message) =>
        {
            if ((byte[]?)message is [var index, .. var encoded] && PartialImage.Of(index, encoded, codec) is { } partial)
                heard(partial);
        };
        try
        {
            await subscriber.SubscribeAsync(channel, hear);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.Lost(logger, jobId);
        }

        // The client keeps what it could not subscribe to, and tries again by itself.
        return () => subscriber.Unsubscribe(channel, hear, CommandFlags.FireAndForget);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3340, Level = LogLevel.Debug, Message = "Redis does not answer: partial images of job {JobId} do not reach other processes.")]
        public static partial void Lost(ILogger logger, Guid jobId);
    }
}
