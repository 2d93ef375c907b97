using Microsoft.Extensions.Hosting;
using NanoBanana.Billing;
using NanoBanana.Gateway;
using NanoBanana.Generation;
using NanoBanana.Identity;
using NanoBanana.Keys;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Standalone;

/// <summary>
/// The five services, each a web application of its own on a loopback port of this process: the hops between them and their contracts
/// are the real ones. A service starts after those it calls while it starts; whom it calls later it is told once they run.
/// </summary>
internal sealed class Services : IAsyncDisposable
{
    private readonly List<WebApplication> _running = [];

    /// <summary>The addresses by service: <c>http://127.0.0.1:port</c>.</summary>
    public Dictionary<string, string> Addresses { get; } = new(StringComparer.Ordinal);

    /// <summary>The gateway's container, for tokens that the host itself needs.</summary>
    public IServiceProvider Gateway => _running[^1].Services;

    /// <param name="settings">What every service gets on top of the environment.</param>
    /// <param name="gatewayUrl">Where the gateway listens.</param>
    public static async Task<Services> StartAsync(
        IReadOnlyDictionary<string, string?> settings, string gatewayUrl, CancellationToken cancellationToken)
    {
        var services = new Services();
        try
        {
            await Task.WhenAll(
                services.StartAsync("identity", builder => builder.AddIdentityService(), app => app.MapIdentityEndpoints(), settings, cancellationToken),
                services.StartAsync("keys", builder => builder.AddKeysService(), app => app.MapKeysEndpoints(), settings, cancellationToken));
            await services.StartAsync("billing", builder => builder.AddBillingService(), app => app.MapBillingEndpoints(), settings, cancellationToken);
            await services.StartAsync("generation", builder => builder.AddGenerationService(), app => app.MapGenerationEndpoints(), settings, cancellationToken);
            services.Introduce();
            await services.StartAsync("gateway", builder => builder.AddGatewayService(), app => app.MapGatewayEndpoints(), settings, cancellationToken, gatewayUrl);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>The edge first, so that nothing new comes in while the rest ends what it has begun.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(_running))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        _running.Clear();
    }

    /// <summary>Before the gateway lets anybody in, all services know each other.</summary>
    private void Introduce()
    {
        foreach (var app in _running)
        {
            foreach (var (name, address) in Addresses)
                app.Configuration[$"services:{name}:http:0"] = address;
        }
    }

    private async Task StartAsync(
        string name, Action<WebApplicationBuilder> add, Action<WebApplication> map, IReadOnlyDictionary<string, string?> settings,
        CancellationToken cancellationToken, string? url = null)
    {
        var app = ServiceHost.Build(name, add, map, [], builder => Configure(builder, settings, url), isEdge: url is not null);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        lock (_running)
        {
            _running.Add(app);
            Addresses[name] = app.Urls.First();
        }
    }

    private void Configure(WebApplicationBuilder builder, IReadOnlyDictionary<string, string?> settings, string? url)
    {
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["urls"] = url ?? "http://127.0.0.1:0",

            // One process, one set of meters and sources: the gateway exports for all.
            ["Telemetry:Enabled"] = url is null ? "false" : "true",
        });
        lock (_running)
        {
            builder.Configuration.AddInMemoryCollection(Addresses.Select(
                static pair => KeyValuePair.Create<string, string?>($"services:{pair.Key}:http:0", pair.Value)));
        }

        // Signals are the host program's business: it stops the services in order.
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
    }

    private sealed class PassiveLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
