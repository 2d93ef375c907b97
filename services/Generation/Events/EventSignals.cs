using System.Collections.Concurrent;
using NanoBanana.Generation.Routing;
using StackExchange.Redis;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Tells whoever follows an account's event log, in whichever process, that it has grown. It says nothing more: what has happened is read
/// from the log, which is the truth. A message lost with Redis costs the followers the time until they look by themselves.
/// </summary>
internal sealed partial class EventSignals(IConnectionMultiplexer redis, SharedKeys keys, TimeProvider time, ILogger<EventSignals> logger) : BackgroundService
{
    /// <summary>How long a follower waits at most before it looks by itself.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    // Accounts whose logs grow a hundred times a second are told of fifty times.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Listener, byte>> _listeners = new();
    private readonly ConcurrentDictionary<Guid, byte> _grown = new();
    private readonly Signal _any = new();

    /// <summary>Raised when any account's log has grown, here or in another process: for the one loop of this process that serves them all.</summary>
    public Signal Any { get; } = new();

    /// <summary>To be called after the commit.</summary>
    public void Raise(Guid accountId)
    {
        Wake(accountId);
        _grown[accountId] = 0;
        _any.Raise();
    }

    /// <summary>Until disposed of.</summary>
    public Listener Listen(Guid accountId)
    {
        var listener = new Listener(this, accountId);
        _listeners.GetOrAdd(accountId, static _ => new()).TryAdd(listener, 0);
        return listener;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isSubscribed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isSubscribed)
                    await redis.GetSubscriber().SubscribeAsync(keys.Events, (_, accounts) => WakeAll(accounts!));
                isSubscribed = true;
                await _any.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                await Task.Delay(Gathering, time, stoppingToken);
                await PublishAsync();
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                Log.NotTold(logger);
                await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task PublishAsync()
    {
        var accounts = _grown.Keys.ToList();
        foreach (var account in accounts)
            _grown.TryRemove(account, out _);
        await redis.GetSubscriber().PublishAsync(keys.Events, string.Join(',', accounts.Select(static account => account.ToString("n"))));
    }

    private void WakeAll(string accounts)
    {
        foreach (var text in accounts.Split(','))
        {
            if (Guid.TryParseExact(text, "n", out var account))
                Wake(account);
        }
    }

    private void Wake(Guid accountId)
    {
        Any.Raise();
        if (!_listeners.TryGetValue(accountId, out var listeners))
            return;
        foreach (var listener in listeners.Keys)
            listener.Raise();
    }

    /// <summary>One follower's ear.</summary>
    internal sealed class Listener(EventSignals owner, Guid accountId) : Signal, IDisposable
    {
        public void Dispose()
        {
            if (!owner._listeners.TryGetValue(accountId, out var listeners))
                return;
            listeners.TryRemove(this, out _);

            // One that comes at this very moment may lose its ear, and looks by itself.
            if (listeners.IsEmpty)
                owner._listeners.TryRemove(KeyValuePair.Create(accountId, listeners));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3340, Level = LogLevel.Warning, Message = "Other processes could not be told of new events; their followers look every few seconds.")]
        public static partial void NotTold(ILogger logger);
    }
}
