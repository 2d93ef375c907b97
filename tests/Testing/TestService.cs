using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Hosting;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Testing;

/// <summary>One service, composed as its Program composes it, on a real socket of loopback.</summary>
public sealed class TestService : IAsyncDisposable
{
    /// <summary>How long a request that asks before it sends waits for the answer: on a busy machine the usual second is too short, and what is sent then loses it.</summary>
    public static readonly TimeSpan Expect100ContinueTimeout = TimeSpan.FromSeconds(30);

    private bool _isStopped;
    private readonly WebApplication _app;
    private readonly InternalTokens _tokens;

    private TestService(WebApplication app)
    {
        _app = app;
        _tokens = app.Services.GetRequiredService<InternalTokens>();
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port</c>.</summary>
    public Uri Address { get; }

    /// <summary>For arranging what no request can (a clock); never for asserting.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="name">Lower case.</param>
    /// <param name="add">Its <c>Add{Name}Service</c>.</param>
    /// <param name="map">Its <c>Map{Name}Endpoints</c>.</param>
    /// <param name="settings">On top of <see cref="TestSettings.Common"/>; flat variable names work too.</param>
    /// <param name="port">Where it listens; 0 lets the system choose.</param>
    /// <param name="services">What replaces a registration: a clock, never one of our own types.</param>
    public static async Task<TestService> StartAsync(
        string name, Action<WebApplicationBuilder> add, Action<WebApplication> map,
        IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services = null, int port = 0)
    {
        var app = ServiceHost.Build(name, builder =>
        {
            services?.Invoke(builder.Services);
            add(builder);
        }, map, ["--urls", $"http://127.0.0.1:{port}"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(TestSettings.Common());
            builder.Configuration.AddInMemoryCollection(settings);
        });
        await app.StartAsync();
        return new TestService(app);
    }

    /// <summary>A client whose requests carry this principal, as the gateway would forward them.</summary>
    public HttpClient ClientFor(Principal principal)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add(InternalTokens.Header, _tokens.Mint(principal));
        return client;
    }

    /// <summary>A client acting as one of our services.</summary>
    public HttpClient ClientForService(string name = "test") => ClientFor(Principal.ForService(name));

    /// <summary>A client without any proof, as somebody who reached the service past the gateway.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, Expect100ContinueTimeout = Expect100ContinueTimeout }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
