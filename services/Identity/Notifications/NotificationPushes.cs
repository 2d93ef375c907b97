using System.Text.Json;
using System.Threading.Channels;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Notifications;
using NanoBanana.ServiceDefaults.Principals;
using StackExchange.Redis;

namespace NanoBanana.Identity.Notifications;

/// <summary>
/// Tells the sockets of accounts what was stored for them. Nobody waits for it: with a dead Redis only the push is lost, and the notification
/// is found in the list.
/// </summary>
internal sealed partial class NotificationPushes(
    IConnectionMultiplexer redis, InternalTokens tokens, TimeProvider time, ILogger<NotificationPushes> logger) : BackgroundService
{
    private const int MaxWaiting = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly RedisChannel _channel = AccountPush.ChannelOf(tokens.System);
    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>To be called after the commit; returns at once.</summary>
    public void Push(NewNotification stored)
    {
        var payload = new PushedNotification(stored.Id, stored.Type, stored.Title, stored.Message, stored.Data);
        _waiting.Writer.TryWrite(AccountPush.Format(
            stored.AccountId, AccountPush.Notification, JsonSerializer.Serialize(payload, ContractsJsonContext.Default.PushedNotification)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        await foreach (var message in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                // The client has no timeout of its own on asynchronous calls.
                await redis.GetSubscriber().PublishAsync(_channel, message).WaitAsync(Patience, time, stoppingToken);
                isAway = false;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                if (!isAway)
                    Log.NotPushed(logger);
                isAway = true;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "Redis does not answer: open sockets are not told of new notifications until it does.")]
        public static partial void NotPushed(ILogger logger);
    }
}
