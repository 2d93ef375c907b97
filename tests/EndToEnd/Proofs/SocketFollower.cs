using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// A client of the WebSocket's channel <c>events</c> whose connection breaks every few seconds, and which goes on from the last event that it
/// saw. It notes the number of every event that it is given.
/// </summary>
internal sealed class SocketFollower(Func<Uri> gateway, string key)
{
    private readonly Random _lots = new(9);
    private readonly List<long> _seen = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<long> Seen => _seen;

    /// <summary>How often it has come.</summary>
    public int Connections { get; private set; }

    /// <summary>Follows until it has seen an event, or is told to stop.</summary>
    public async Task RunAsync(Func<long, bool> isLast, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && !(_seen.Count > 0 && isLast(_seen[^1])))
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(enough);
            cut.CancelAfter(TimeSpan.FromMilliseconds(_lots.Next(500, 3_000)));
            try
            {
                await FollowAsync(isLast, cut.Token);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
            {
                // Cut, or the process that served it was killed: it comes again.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task FollowAsync(Func<long, bool> isLast, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-API-Key", key);
        await socket.ConnectAsync(new Uri($"ws://{gateway().Authority}/api/ws"), cancellationToken);
        var after = _seen.Count > 0 ? _seen[^1] : 0;
        var subscribe = string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"subscribe","payload":{"channel":"events","after":{{{after}}}}}""");
        await socket.SendAsync(Encoding.UTF8.GetBytes(subscribe), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        Connections++;
        while (await NextAsync(socket, cancellationToken) is { } frame)
        {
            if ((string)frame["type"]! != "event")
                continue;
            _seen.Add((long)frame["payload"]!["sequence"]!);
            if (isLast(_seen[^1]))
                return;
        }
    }

    private async Task<JsonNode?> NextAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return JsonNode.Parse(_buffer.AsSpan(0, length));
        }
    }
}
