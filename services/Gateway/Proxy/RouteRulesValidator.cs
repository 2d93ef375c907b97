using Yarp.ReverseProxy.Configuration;

namespace NanoBanana.Gateway.Proxy;

/// <summary>Reads the rules of every route when the configuration is loaded, so that a typing error stops the start.</summary>
internal sealed class RouteRulesValidator : IProxyConfigFilter
{
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => ValueTask.FromResult(cluster);

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel)
    {
        try
        {
            _ = RouteRules.Parse(route.Metadata);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"Route '{route.RouteId}': {exception.Message}", exception);
        }

        return ValueTask.FromResult(route);
    }
}
