using System.Collections.Concurrent;
using System.Text.Json;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// Says something to every socket of an account, at whichever process: what is no change of a job, and is kept elsewhere by whoever says it.
/// A message that is lost with Redis reaches the sockets of this process only.
/// </summary>
internal sealed class AccountPushes(SharedChannels channels, SharedKeys keys) : BackgroundService
{
    private readonly ConcurrentDictionary<SocketConnection, Guid> _sockets = new();

    /// <param name="accountId">Whose sockets.</param>
    /// <param name="type">The frame's: <c>notification</c>, <c>quota:warning</c>.</param>
    /// <param name="payload">As it goes out.</param>
    public async Task PushAsync(Guid accountId, string type, JsonElement payload)
    {
        if (!await channels.TellAsync(keys.Pushes, $"{accountId:n} {type} {payload.GetRawText()}"))
            Deliver(accountId, type, payload);
    }

    public void Join(SocketConnection connection, Guid accountId) => _sockets[connection] = accountId;

    public void Leave(SocketConnection connection) => _sockets.TryRemove(connection, out _);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => channels.ListenAsync(keys.Pushes, Hear, stoppingToken);

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
}
