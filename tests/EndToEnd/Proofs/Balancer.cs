using System.Net;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// What stands in front of the gateways: it asks each whether it is ready, every quarter of a second, and sends requests in turn to those that say
/// so. It repeats nothing.
/// </summary>
internal sealed class Balancer : DelegatingHandler
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _enough = new();
    private readonly IReadOnlyList<ServiceProcess> _gateways;
    private readonly bool[] _isReady;
    private readonly Task _asking;
    private uint _turn;

    public Balancer(IReadOnlyList<ServiceProcess> gateways)
        : base(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        _gateways = gateways;
        _isReady = [.. gateways.Select(static _ => true)];
        _asking = Task.WhenAll(Enumerable.Range(0, gateways.Count).Select(AskAsync));
    }

    /// <summary>How often no gateway was ready. It then asks any.</summary>
    public int Panics { get; private set; }

    /// <summary>The next gateway that is ready.</summary>
    public Uri Next()
    {
        var first = Interlocked.Increment(ref _turn);
        for (uint i = 0; i < _gateways.Count; i++)
        {
            var number = (first + i) % _gateways.Count;
            if (Volatile.Read(ref _isReady[number]))
                return _gateways[(int)number].Address;
        }

        Panics++;
        return _gateways[(int)(first % _gateways.Count)].Address;
    }

    public async Task StopAsync()
    {
        await _enough.CancelAsync();
        await _asking;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(Next(), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _enough.Dispose();
        base.Dispose(disposing);
    }

    private async Task AskAsync(int number)
    {
        using var client = new HttpClient { BaseAddress = _gateways[number].Address, Timeout = TimeSpan.FromSeconds(3) };
        while (!_enough.IsCancellationRequested)
        {
            Volatile.Write(ref _isReady[number], await IsReadyAsync(client, Volatile.Read(ref _isReady[number])));
            await Task.Delay(Pace, _enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An answer that is late changes nothing: the next one may be in time.</summary>
    private static async Task<bool> IsReadyAsync(HttpClient client, bool before)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/api/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException)
        {
            return before;
        }
    }
}
