using Yarp.ReverseProxy.Configuration;

namespace NanoBanana.Bench.Servers;

/// <summary>YARP with one route and nothing else: what the gateway is compared with.</summary>
internal static class BareProxy
{
    private const string Cluster = "upstream";

    /// <param name="args"><c>--upstream http://...</c> and <c>--urls http://...</c>.</param>
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        var upstream = builder.Configuration["upstream"] ?? throw new BenchException("yarp needs --upstream.");
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = Cluster, Match = new RouteMatch { Path = "{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = Cluster,
                    Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { ["only"] = new() { Address = upstream } },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
    }
}
