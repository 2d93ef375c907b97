using System.Net.WebSockets;
using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Tests;

/// <summary>Where a goodbye may stand between the frames that a server sends, however they are cut into pieces.</summary>
public sealed class FrameBoundaryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public async Task FrameOfAnyLength_ByteByByte_IsReachedAtItsEndOnly(int length)
    {
        var sent = await SentAsync(socket => socket.SendAsync(new byte[length], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None));
        var boundary = new FrameBoundary();
        boundary.IsReached.ShouldBeTrue();
        for (var i = 0; i < sent.Length; i++)
        {
            boundary.Pass(sent.AsSpan(i, 1));
            boundary.IsReached.ShouldBe(i == sent.Length - 1, $"after {i + 1} of {sent.Length} bytes");
        }

        boundary.HasClosed.ShouldBeFalse();
    }

    [Fact]
    public async Task SeveralFramesAndAClose_AtOnce_AreRead()
    {
        var sent = await SentAsync(async socket =>
        {
            await socket.SendAsync(new byte[300], WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
            await socket.SendAsync(new byte[3], WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        });
        var boundary = new FrameBoundary();
        boundary.Pass(sent);
        (boundary.IsReached, boundary.HasClosed).ShouldBe((true, true));
    }

    /// <summary>What the framework's own server writes.</summary>
    private static async Task<byte[]> SentAsync(Func<WebSocket, Task> send)
    {
        using var stream = new MemoryStream();
        using var socket = WebSocket.CreateFromStream(stream, isServer: true, subProtocol: null, Timeout.InfiniteTimeSpan);
        await send(socket);
        return stream.ToArray();
    }
}
