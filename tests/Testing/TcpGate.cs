using System.Net;
using System.Net.Sockets;

namespace NanoBanana.Testing;

/// <summary>
/// A way to a server that can be shut. While it is, connections are taken and what is sent on them goes nowhere: the sender cannot know
/// that nothing arrived.
/// </summary>
public sealed class TcpGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private CancellationTokenSource? _relaying = new();
    private int _held;

    public TcpGate(Uri server)
    {
        Server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Where it leads. A server that must know its public address before it has one of its own is named once it runs.</summary>
    public Uri Server { get; set; }

    /// <summary>Takes what is sent and delivers nothing of it, until <see cref="Open"/>. Connections that lead through it break.</summary>
    public void Shut()
    {
        var relaying = Interlocked.Exchange(ref _relaying, null);
        relaying?.Cancel();
        relaying?.Dispose();
    }

    public void Open() => Interlocked.CompareExchange(ref _relaying, new CancellationTokenSource(), null);

    /// <summary>Connections that sent something while it was shut.</summary>
    public int Held => Volatile.Read(ref _held);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Shut();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var caller = client.GetStream();
                if (Volatile.Read(ref _relaying)?.Token is not { } open)
                {
                    var swallowed = new byte[1024];
                    if (await caller.ReadAsync(swallowed, _ending.Token) > 0)
                        Interlocked.Increment(ref _held);
                    while (await caller.ReadAsync(swallowed, _ending.Token) > 0)
                    {
                    }

                    return;
                }

                using var onward = new TcpClient();
                await onward.ConnectAsync(Server.Host, Server.Port, open);
                var server = onward.GetStream();
                await Task.WhenAny(caller.CopyToAsync(server, open), server.CopyToAsync(caller, open));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // One side is gone, and so is the other.
        }
    }
}
