using System.Collections.Concurrent;
using System.Text.Json;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Principals;
using StackExchange.Redis;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// Says something to every socket of an account, at whichever process: what is no change of a job, and is kept elsewhere by whoever says it,
/// here or in another service (<see cref="AccountPush"/>).
/// A message that is lost with Redis reaches the sockets of this process only.
/// </summary>
internal sealed class AccountPushes(SharedChannels channels, InternalTokens tokens) : BackgroundService
{
    private readonly RedisChannel _channel = AccountPush.ChannelOf(tokens.System);
    private readonly RedisChannel[] _heard = [.. tokens.Systems.Select(static system => (RedisChannel)AccountPush.ChannelOf(system))];
    private readonly ConcurrentDictionary<SocketConnection, Guid> _sockets = new();

    /// <param name="accountId">Whose sockets.</param>
    /// <param name="type">The frame's: <c>notification</c>, <c>quota:warning</c>.</param>
    /// <param name="payload">As it goes out.</param>
    public async Task PushAsync(Guid accountId, string type, JsonElement payload)
    {
        if (!await channels.TellAsync(_channel, AccountPush.Format(accountId, type, payload.GetRawText())))
            Deliver(accountId, type, payload);
    }

    /// <summary>The same to the sockets of this process alone, for what every process hears by itself.</summary>
    public void PushHere(Guid accountId, string type, object payload) => Deliver(accountId, type, payload);

    /// <summary>Whose sockets are open at this process.</summary>
    public IReadOnlySet<Guid> AccountsHere() => _sockets.Values.ToHashSet();

    /// <summary>To the sockets of many accounts at this process, in one walk over all of them.</summary>
    /// <param name="payloads">By account; the others are told nothing.</param>
    public void PushHere(string type, IReadOnlyDictionary<Guid, QuotaPayload> payloads)
    {
        foreach (var (connection, owner) in _sockets)
        {
            if (payloads.TryGetValue(owner, out var payload))
                connection.Push(type, payload);
        }
    }

    public void Join(SocketConnection connection, Guid accountId) => _sockets[connection] = accountId;

    public void Leave(SocketConnection connection) => _sockets.TryRemove(connection, out _);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_heard.Select(channel => channels.ListenAsync(channel, Hear, stoppingToken)));

    private void Hear(string message)
    {
        if (AccountPush.TryParse(message, out var accountId, out var type, out var payload))
            Deliver(accountId, type, JsonElement.Parse(payload));
    }

    private void Deliver(Guid accountId, string type, object payload)
    {
        foreach (var (connection, owner) in _sockets)
        {
            if (owner == accountId)
                connection.Push(type, payload);
        }
    }
}
