using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// One WebSocket: frames out through a short queue, messages in one by one. A client that does not read fills the queue, and is dropped when
/// one frame has waited too long: what it missed is in the log.
/// </summary>
internal sealed class SocketConnection(WebSocket socket, HttpContext http, JsonSerializerOptions json, FollowingOptions options, TimeProvider time)
{
    private const int MaxMessage = 64 * 1024;
    private const int FirstBuffer = 4 * 1024;
    private const int MaxWaiting = 64;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Channel<byte[]> _out = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private byte[] _in = new byte[FirstBuffer];
    private Task<ValueWebSocketReceiveResult>? _receiving;
    private Task _sending = Task.CompletedTask;
    private long _heardAt = time.GetTimestamp();

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Begin() => _sending = SendAllAsync();

    /// <summary>Waits for room. Throws <see cref="ChannelClosedException"/> when the connection is over.</summary>
    public ValueTask SendAsync(string type, object payload, CancellationToken cancellationToken) =>
        _out.Writer.WriteAsync(Frame(type, payload), cancellationToken);

    /// <summary>For what nobody can wait with: a client whose queue is full is dropped.</summary>
    public void Push(string type, object payload)
    {
        if (!_out.Writer.TryWrite(Frame(type, payload)))
            Drop(new TimeoutException());
    }

    /// <summary>
    /// The next message, or null when the client is leaving. Throws <see cref="TimeoutException"/> when it was silent for too long and
    /// <see cref="InvalidDataException"/> when it sends more than fits.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        for (var length = 0; ;)
        {
            if (length == _in.Length)
            {
                if (length == MaxMessage)
                    throw new InvalidDataException();
                Array.Resize(ref _in, Math.Min(length * 2, MaxMessage));
            }

            // Given up on by us it goes on: to cancel it would break the connection, and nobody could say goodbye.
            _receiving ??= socket.ReceiveAsync(_in.AsMemory(length), CancellationToken.None).AsTask();
            var patience = TimeSpan.FromSeconds(options.SilenceSeconds) - time.GetElapsedTime(_heardAt);
            var received = await _receiving.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancellationToken);
            _receiving = null;
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (!received.EndOfMessage)
                continue;
            _heardAt = time.GetTimestamp();
            return _in.AsMemory(0, length);
        }
    }

    /// <summary>Sends what waits, says why, and gives the client a moment to answer.</summary>
    public async Task CloseAsync(int status, string reason)
    {
        _out.Writer.TryComplete();
        await _sending;
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)status, reason, CancellationToken.None).WaitAsync(Farewell, time);
            for (var since = time.GetTimestamp(); socket.State == WebSocketState.CloseSent && time.GetElapsedTime(since) < Farewell; _receiving = null)
                await (_receiving ?? socket.ReceiveAsync(_in.AsMemory(), CancellationToken.None).AsTask()).WaitAsync(Farewell, time);
        }
        catch (Exception exception) when (exception is WebSocketException or TimeoutException or IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var frame in _out.Reader.ReadAllAsync())
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask()
                    .WaitAsync(TimeSpan.FromSeconds(options.WriteSeconds), time);
        }
        catch (Exception exception) when (exception is WebSocketException or TimeoutException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Drop(exception);
        }
    }

    private void Drop(Exception exception)
    {
        _out.Writer.TryComplete(exception);
        socket.Abort();
        http.Abort();
    }

    private byte[] Frame(string type, object payload) =>
        JsonSerializer.SerializeToUtf8Bytes(new SocketFrame(type, payload, Now), json.GetTypeInfo(typeof(SocketFrame)));
}
