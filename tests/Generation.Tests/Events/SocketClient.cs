using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>A client of the WebSocket.</summary>
internal sealed class SocketClient(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    public ClientWebSocket Socket => socket;

    /// <summary>As the gateway forwards a caller; anonymous without an account.</summary>
    public static Task<SocketClient> OpenAsync(TestService instance, Guid? accountId, params (string Name, string Value)[] headers) =>
        OpenAsync(instance, accountId is { } id ? GenerationApplication.KeyOf(id) : Principal.Anonymous, headers);

    public static async Task<SocketClient> OpenAsync(TestService instance, Principal caller, params (string Name, string Value)[] headers)
    {
        using var minting = instance.ClientFor(caller);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(InternalTokens.Header, minting.DefaultRequestHeaders.GetValues(InternalTokens.Header).Single());
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        await socket.ConnectAsync(new Uri($"ws://{instance.Address.Authority}/api/ws"), CancellationToken.None);
        return new SocketClient(socket);
    }

    /// <summary>Past the greeting.</summary>
    public static async Task<SocketClient> ConnectedAsync(TestService instance, Guid? accountId)
    {
        var client = await OpenAsync(instance, accountId);
        await client.NextAsync("connected");
        return client;
    }

    public Task SendAsync(string type, object? payload = null) => SendTextAsync(JsonSerializer.Serialize(new { type, payload }));

    public Task SendTextAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next frame's payload, which must be of this type.</summary>
    public async Task<JsonNode> NextAsync(string type, int seconds = 10)
    {
        var frame = (await NextAsync(seconds)).ShouldNotBeNull($"The socket was closed: {socket.CloseStatus}");
        ((string)frame["type"]!).ShouldBe(type, frame.ToJsonString());
        return frame["payload"]!;
    }

    /// <summary>The next frame; null when the server closed.</summary>
    public async Task<JsonNode?> NextAsync(int seconds = 10)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return JsonNode.Parse(_buffer.AsSpan(0, length));
        }
    }

    /// <summary>Frames up to the first of a type, which is the last.</summary>
    public async Task<List<JsonNode>> UntilAsync(string type)
    {
        var frames = new List<JsonNode>();
        while (frames.Count == 0 || (string)frames[^1]["type"]! != type)
            frames.Add((await NextAsync()).ShouldNotBeNull($"The socket was closed before {type}: {socket.CloseStatus}"));
        return frames;
    }

    /// <summary>What the server closed with.</summary>
    public async Task<int> ClosedAsync(int seconds = 10)
    {
        while (await NextAsync(seconds) is not null)
        {
        }

        return (int)socket.CloseStatus!.Value;
    }

    public void Dispose() => socket.Dispose();
}
