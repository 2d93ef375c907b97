using System.Globalization;
using System.Net.ServerSentEvents;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// A client of the event stream whose connection breaks every few seconds, and which goes on from the last event that it saw. It notes
/// the number of every event that it is given.
/// </summary>
internal sealed class StreamFollower(HttpClient client)
{
    private readonly Random _lots = new(8);
    private readonly List<long> _seen = [];
    private string _last = "0";

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
                if (await FollowAsync(isLast, cut.Token))
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // Cut, or the process that served it was killed: it comes again.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task<bool> FollowAsync(Func<long, bool> isLast, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream");
        request.Headers.Add("Last-Event-ID", _last);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return false;
        Connections++;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (item.EventId is not { Length: > 0 } id || id == _last)
                continue;
            _last = id;
            _seen.Add(long.Parse(id, CultureInfo.InvariantCulture));
            if (isLast(_seen[^1]))
                return true;
        }

        return false;
    }
}
