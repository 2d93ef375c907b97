using System.Collections.Concurrent;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Tells whoever follows an account's event log, in whichever process, that it has grown. It says nothing more: what has happened is read
/// from the log, which is the truth. A message lost with Redis costs the followers the time until they look by themselves.
/// </summary>
internal sealed class EventSignals(SharedChannels channels, SharedKeys keys, TimeProvider time) : BackgroundService
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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        channels.ListenAsync(keys.Events, WakeAll, stoppingToken), PublishAsync(stoppingToken));

    private async Task PublishAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _any.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Gathering, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                await PublishAsync();
        }
    }

    private async Task PublishAsync()
    {
        var accounts = _grown.Keys.ToList();
        foreach (var account in accounts)
            _grown.TryRemove(account, out _);
        await channels.TellAsync(keys.Events, string.Join(',', accounts.Select(static account => account.ToString("n"))));
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
}
