using System.Globalization;
using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Follows an account's events by a stream and by a socket, neither of which it breaks itself, and goes on from the last event that it saw. It
/// notes how each connection ended.
/// </summary>
internal sealed class RollingFollower(RollingCaller caller, Balancer balancer)
{
    private readonly List<string> _ends = [];
    private readonly byte[] _buffer = new byte[256 * 1024];

    public List<long> Streamed { get; } = [];

    public List<long> Pushed { get; } = [];

    /// <summary>Otherwise than they should.</summary>
    public IReadOnlyList<string> BadEnds => [.. _ends.Where(static end => end is not ("ended" or "EndpointUnavailable"))];

    public int Ends => _ends.Count;

    /// <summary>Until both have seen this event.</summary>
    public Task RunAsync(Func<long> last) => Task.WhenAll(RepeatAsync(Streamed, FollowStreamAsync, last), RepeatAsync(Pushed, FollowSocketAsync, last));

    private async Task RepeatAsync(List<long> seen, Func<List<long>, Func<long>, Task<string>> follow, Func<long> last)
    {
        while (!HasAll(seen, last))
        {
            string end;
            try
            {
                end = await follow(seen, last);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or WebSocketException)
            {
                end = exception.GetType().Name + ": " + exception.Message;
            }

            if (HasAll(seen, last))
                return;
            lock (_ends)
                _ends.Add(end);
            await Task.Delay(100);
        }
    }

    private async Task<string> FollowStreamAsync(List<long> seen, Func<long> last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream");
        request.Headers.Add("Last-Event-ID", After(seen));
        using var response = await caller.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
            return Tally.NameOf(response);
        await using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body).EnumerateAsync())
        {
            if (item.EventType != "message" && item.EventId is { Length: > 0 } id)
                seen.Add(long.Parse(id, CultureInfo.InvariantCulture));
            if (HasAll(seen, last))
                break;
        }

        return "ended";
    }

    private async Task<string> FollowSocketAsync(List<long> seen, Func<long> last)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-API-Key", caller.Key);
        await socket.ConnectAsync(new Uri($"ws://{balancer.Next().Authority}/api/ws"), CancellationToken.None);
        var subscribe = $$$"""{"type":"subscribe","payload":{"channel":"events","after":{{{After(seen)}}}}}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(subscribe), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (!HasAll(seen, last))
        {
            if (await NextAsync(socket) is not { } frame)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return $"{socket.CloseStatus}";
            }

            if ((string)frame["type"]! == "event")
                seen.Add((long)frame["payload"]!["sequence"]!);
        }

        return "ended";
    }

    private async Task<JsonNode?> NextAsync(ClientWebSocket socket)
    {
        for (var length = 0; ;)
        {
            // The last event may have been seen by now, and another may not come.
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return JsonNode.Parse(_buffer.AsSpan(0, length));
        }
    }

    private static bool HasAll(List<long> seen, Func<long> last) => seen.Count > 0 && seen[^1] >= last();

    private static string After(List<long> seen) => seen.Count > 0 ? seen[^1].ToString(CultureInfo.InvariantCulture) : "0";
}
