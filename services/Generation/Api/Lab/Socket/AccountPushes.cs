using System.Collections.Concurrent;
using System.Text.Json;
using NanoBanana.Generation.Routing;
using StackExchange.Redis;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// Says something to every socket of an account, at whichever process: what is no change of a job, and is kept elsewhere by whoever says it.
/// A message that is lost with Redis reaches the sockets of this process only.
/// </summary>
internal sealed partial class AccountPushes(IConnectionMultiplexer redis, SharedKeys keys, TimeProvider time, ILogger<AccountPushes> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<SocketConnection, Guid> _sockets = new();

    /// <param name="accountId">Whose sockets.</param>
    /// <param name="type">The frame's: <c>notification</c>, <c>quota:warning</c>.</param>
    /// <param name="payload">As it goes out.</param>
    public async Task PushAsync(Guid accountId, string type, JsonElement payload)
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(keys.Pushes, $"{accountId:n} {type} {payload.GetRawText()}");
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotTold(logger);
            Deliver(accountId, type, payload);
        }
    }

    public void Join(SocketConnection connection, Guid accountId) => _sockets[connection] = accountId;

    public void Leave(SocketConnection connection) => _sockets.TryRemove(connection, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Once: the client subscribes anew by itself when it has lost its connection.
                await redis.GetSubscriber().SubscribeAsync(keys.Pushes, (_, message) => Hear(message!));
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hear(string message)
    {
        if (message.Split(' ', 3) is [var account, var type, var payload] && Guid.TryParseExact(account, "n", out var accountId))
            Deliver(accountId, type, JsonElement.Parse(payload));
    }

    private void Deliver(Guid accountId, string type, JsonElement payload)
    {
        foreach (var (connection, owner) in _sockets)
        {
            if (owner == accountId)
                connection.Push(type, payload);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3361, Level = LogLevel.Warning, Message = "Sockets at other processes could not be told something.")]
        public static partial void NotTold(ILogger logger);
    }
}
