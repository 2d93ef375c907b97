using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Tests;

/// <summary>What goes on of a call that brings its key as Google's clients do, read off the wire: all but the key.</summary>
public sealed class GoogleKeyRouteTests : IAsyncLifetime
{
    private const string Key = "nb_live_0123456789abcdef0123456789abcdef";

    private readonly TcpListener _generation = new(IPAddress.Loopback, 0);
    private WebApplication _others = null!;
    private WebApplication _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _generation.Start();
        _others = await StartOthersAsync();
        var settings = TestSettings.Common();
        settings["ConnectionStrings:redis"] = await TestServers.Redis;
        foreach (var service in new[] { "identity", "keys", "billing" })
            settings[$"services:{service}:http:0"] = _others.Urls.First();
        settings["services:generation:http:0"] = $"http://127.0.0.1:{((IPEndPoint)_generation.LocalEndpoint).Port}";
        _gateway = ServiceHost.Build(
            "gateway", static builder => builder.AddGatewayService(), static app => app.MapGatewayEndpoints(), ["--urls", "http://127.0.0.1:0"],
            builder => builder.Configuration.AddInMemoryCollection(settings), isEdge: true);
        await _gateway.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _others.DisposeAsync();
        _generation.Dispose();
    }

    [Theory]
    [InlineData("GET /gemini/v1beta/models?pageSize=3&pageToken=a%2Fb&key=" + Key, "", "GET /gemini/v1beta/models?pageSize=3&pageToken=a%2Fb HTTP/1.1")]
    [InlineData("GET /gemini/v1beta/models?KEY=" + Key + "&x=" + Key, "", "GET /gemini/v1beta/models HTTP/1.1")]
    [InlineData("GET /gemini/v1beta/models/sandbox-1", "X-Goog-Api-Key: " + Key, "GET /gemini/v1beta/models/sandbox-1 HTTP/1.1")]
    [InlineData("POST /gemini/v1beta/models/a/b:streamGenerateContent?alt=sse&key=" + Key, "x-goog-api-key: " + Key, "POST /gemini/v1beta/models/a/b:streamGenerateContent?alt=sse HTTP/1.1")]
    [InlineData("GET /v1/generations?limit=1", "Authorization: Bearer " + Key + "\r\nx-goog-api-key: " + Key, "GET /v1/generations?limit=1 HTTP/1.1")]
    public async Task Key_InAnyPlace_IsNotForwarded(string call, string header, string forwarded)
    {
        var head = await ForwardedAsync(call, header);
        head.Split("\r\n")[0].ShouldBe(forwarded);
        head.ShouldNotContain(Key);
        head.ShouldNotContain("goog-api-key", Case.Insensitive);
    }

    /// <summary>A server that speaks the routes of Keys and Billing that the gateway calls: it knows one key.</summary>
    private static async Task<WebApplication> StartOthersAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var owner = Guid.NewGuid();
        app.MapPost("/internal/keys/verify", () => Results.Json(
            new KeyVerification(KeyVerdict.Valid, new VerifiedKey(Guid.NewGuid(), PrincipalKind.UserKey, owner, ProjectId: null, ["*"], ExpiresAt: null)),
            ContractsJsonContext.Default.KeyVerification));
        app.MapGet("/internal/accounts/{id:guid}", (Guid id) => Results.Json(new AccountView(id, Tiers.Pro, 1_000, 0, 1_000), ContractsJsonContext.Default.AccountView));
        app.MapPost("/internal/keys/used", () => Results.NoContent());
        await app.StartAsync();
        return app;
    }

    private async Task<string> ForwardedAsync(string call, string header)
    {
        var address = new Uri(_gateway.Urls.First());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var own = header.Length == 0 ? "" : header + "\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{call} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: 0\r\n{own}\r\n"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var service = await _generation.AcceptTcpClientAsync(patience.Token);
        var (buffer, length) = (new byte[16 * 1024], 0);
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
            length += await service.GetStream().ReadAsync(buffer.AsMemory(length), patience.Token);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
