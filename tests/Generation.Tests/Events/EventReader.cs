using System.Globalization;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>A client of the stream: reads server-sent events off a response as browsers do.</summary>
internal sealed class EventReader(HttpResponseMessage response, Stream body) : IDisposable
{
    private readonly StreamReader _lines = new(body);
    private bool _isClosed;

    public HttpResponseMessage Response => response;

    /// <summary>What a client would come back with.</summary>
    public long LastId { get; private set; } = -1;

    /// <summary>Signs of life so far.</summary>
    public int Heartbeats { get; private set; } = -1;

    public static async Task<EventReader> OpenAsync(HttpClient client, string query = "", long? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream" + query);
        if (lastId is { } id)
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new EventReader(response, await response.Content.ReadAsStreamAsync());
        if (response.IsSuccessStatusCode)
            (await reader.BlockAsync(CancellationToken.None)).ShouldBe(Block.Sign);
        return reader;
    }

    /// <summary>The next event; null at the stream's end.</summary>
    public async Task<JsonNode?> NextAsync(int seconds = 10)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            var block = await BlockAsync(patience.Token);
            if (block == Block.Event)
                return Event;
            if (block == Block.End)
                return null;
        }
    }

    public async Task<List<long>> NextManyAsync(int count, int seconds = 20)
    {
        var numbers = new List<long>();
        while (numbers.Count < count && await NextAsync(seconds) is { } one)
            numbers.Add((long)one["sequence"]!);
        return numbers;
    }

    /// <summary>Hangs up at once: a client that only let go of the answer would read on for a while, to use the connection again.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        using (var end = new CancellationTokenSource())
        {
            _ = _lines.ReadLineAsync(end.Token).AsTask().ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
            end.Cancel();
        }

        _lines.Dispose();
        response.Dispose();
    }

    private JsonNode? Event { get; set; }

    private async Task<Block> BlockAsync(CancellationToken cancellationToken)
    {
        string? type = null;
        Event = null;
        while (true)
        {
            var line = await _lines.ReadLineAsync(cancellationToken);
            switch (line?.Split(": ", 2))
            {
                case null:
                    return Block.End;
                case ["id", var id]:
                    LastId = long.Parse(id, CultureInfo.InvariantCulture);
                    break;
                case ["event", var name]:
                    type = name;
                    break;
                case ["data", var data]:
                    Event = JsonNode.Parse(data)!;
                    ((string)Event["type"]!).ShouldBe(type);
                    ((long)Event["sequence"]!).ShouldBe(LastId);
                    break;
                case [""] when Event is not null:
                    return Block.Event;
                case [""]:
                    Heartbeats++;
                    return Block.Sign;
            }
        }
    }

    private enum Block
    {
        Event,
        Sign,
        End,
    }
}
