using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Tests;

/// <summary>A gateway whose four services are one server that says of each what a test wants it to say, and counts how often it was asked.</summary>
internal sealed class HealthSetup : IAsyncDisposable
{
    /// <summary>Nobody listens on the discard port.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    private const string Well = """{"status": "healthy", "latency_ms": 1.5, "error": null}""";
    private static readonly string[] Names = ["identity", "keys", "generation", "billing"];
    private readonly WebApplication _services;
    private readonly WebApplication _gateway;
    private int _asked;

    private HealthSetup(WebApplication services, WebApplication gateway)
    {
        (_services, _gateway) = (services, gateway);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(gateway.Urls.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>How often any service was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What a service says of one of its checks; by default all are well.</summary>
    public Dictionary<(string Service, string Check), string> Says { get; } = [];

    /// <summary>A service that says nothing before this has completed.</summary>
    public (string Service, Task Until)? Hung { get; set; }

    /// <summary>A service that answers something else.</summary>
    public string? Strange { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="redis">Instead of a Redis that answers.</param>
    /// <param name="dead">A service that nobody listens for.</param>
    /// <param name="isReplicated">Whether the dead one runs a second time, where it lives.</param>
    public static async Task<HealthSetup> StartAsync(string? redis = null, string? dead = null, bool isReplicated = false)
    {
        HealthSetup? setup = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            foreach (var _ in Names)
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        var services = builder.Build();
        var addresses = new Dictionary<int, string>();

        // Told apart by the port they are called at.
        services.MapGet("/health", (HttpContext context) => setup!.AnswerAsync(addresses[context.Connection.LocalPort], context));
        await services.StartAsync();
        foreach (var (name, address) in Names.Zip(services.Urls))
            addresses[new Uri(address).Port] = name;

        var settings = TestSettings.Common();
        settings["ConnectionStrings:redis"] = redis ?? await TestServers.Redis;
        foreach (var (port, service) in addresses)
        {
            settings[$"services:{service}:http:0"] = service == dead ? Nowhere : $"http://127.0.0.1:{port}";
            if (service == dead && isReplicated)
                settings[$"services:{service}:http:1"] = $"http://127.0.0.1:{port}";
        }

        var gateway = ServiceHost.Build(
            "gateway", static app => app.AddGatewayService(), static app => app.MapGatewayEndpoints(), ["--urls", "http://127.0.0.1:0"],
            app => app.Configuration.AddInMemoryCollection(settings), isEdge: true);
        await gateway.StartAsync();
        return setup = new HealthSetup(services, gateway);
    }

    public async Task<JsonNode> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (await response.ShouldBeAsync(status))!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _gateway.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task AnswerAsync(string service, HttpContext context)
    {
        Interlocked.Increment(ref _asked);
        if (Hung is { } hung && hung.Service == service)
            await hung.Until;
        if (Strange == service)
        {
            await context.Response.WriteAsync("""{"status": "healthy at http://10.0.0.7:5432"}""");
            return;
        }

        var checks = Checks(service).Select(check => $"\"{check}\": {Says.GetValueOrDefault((service, check), Default(check))}");
        context.Response.StatusCode = Says.Any(said => said.Key.Service == service && said.Value.Contains("unhealthy", StringComparison.Ordinal)) ? 503 : 200;
        await context.Response.WriteAsync($$"""{"status": "any", "checks": { {{string.Join(", ", checks)}} } }""");
    }

    private static string[] Checks(string service) =>
        [.. service == "generation" ? ["generationdb", "image_store", "gemini_api"] : new[] { service + "db" }, "serving"];

    private static string Default(string check) => check switch
    {
        "image_store" => """{"status": "healthy", "latency_ms": 0.2, "error": null, "details": {"backend": "s3"}}""",
        "gemini_api" => """{"status": "healthy", "latency_ms": 0.1, "error": null, "details": {"configured": true}}""",
        _ => Well,
    };
}
