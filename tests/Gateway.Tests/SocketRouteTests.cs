using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Tests;

/// <summary>What goes on of a WebSocket's request, read off the wire: no token, and the mark of a bad one only from us.</summary>
public sealed class SocketRouteTests : IAsyncLifetime
{
    private readonly TcpListener _generation = new(IPAddress.Loopback, 0);
    private WebApplication _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _generation.Start();
        var settings = TestSettings.Common();
        settings["ConnectionStrings:redis"] = await TestServers.Redis;
        foreach (var service in new[] { "identity", "keys", "billing" })
            settings[$"services:{service}:http:0"] = "http://127.0.0.1:9";
        settings["services:generation:http:0"] = $"http://127.0.0.1:{((IPEndPoint)_generation.LocalEndpoint).Port}";
        _gateway = ServiceHost.Build(
            "gateway", static builder => builder.AddGatewayService(), static app => app.MapGatewayEndpoints(), ["--urls", "http://127.0.0.1:0"],
            builder => builder.Configuration.AddInMemoryCollection(settings), isEdge: true);
        await _gateway.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _generation.Dispose();
    }

    [Theory]
    [InlineData("?token=planted-token", true)]
    [InlineData("?TOKEN=planted-token&x=planted-token", true)]
    [InlineData("?tokne=planted-token", false)]
    [InlineData("", false)]
    public async Task SocketRequest_Forwarded_HasNoTokenAndTheMarkOfABadOne(string query, bool isMarked)
    {
        var head = await ForwardedAsync("/api/ws" + query, $"{RefusedCredential.Header}: by-the-caller\r\n");
        head.ShouldStartWith("GET /api/ws HTTP/1.1\r\n");
        head.ShouldNotContain("planted-token");
        head.ShouldNotContain("by-the-caller");
        head.Contains(RefusedCredential.Header + ": 1\r\n", StringComparison.Ordinal).ShouldBe(isMarked);
        head.ShouldContain("Upgrade: websocket");
    }

    private async Task<string> ForwardedAsync(string target, string headers)
    {
        var address = new Uri(_gateway.Urls.First());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var service = await _generation.AcceptTcpClientAsync(patience.Token);
        var (buffer, length) = (new byte[16 * 1024], 0);
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
            length += await service.GetStream().ReadAsync(buffer.AsMemory(length), patience.Token);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
