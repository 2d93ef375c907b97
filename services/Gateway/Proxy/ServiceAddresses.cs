using NanoBanana.ServiceDefaults.Http;
using Yarp.ReverseProxy.Health;

namespace NanoBanana.Gateway.Proxy;

/// <summary>
/// Gives YARP's clusters the addresses that service references set (<c>services:{name}:http:0</c>, and <c>:1</c> and so on where a
/// service runs several times without a balancer of its own).
/// </summary>
internal static class ServiceAddresses
{
    /// <summary>Two failures within this time, a third of what was sent, and a process counts as dead.</summary>
    public static void DetectQuickly(TransportFailureRateHealthPolicyOptions options)
    {
        options.DetectionWindowSize = TimeSpan.FromSeconds(5);
        options.MinimalTotalCountThreshold = 2;
    }

    public static readonly string[] Services = ["identity", "keys", "generation", "billing"];

    public static Dictionary<string, string?> Destinations(IConfiguration configuration)
    {
        var destinations = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var service in Services)
        {
            var cluster = $"ReverseProxy:Clusters:{service}";
            var addresses = InternalClients.AddressesOf(configuration, service).ToList();
            for (var i = 0; i < addresses.Count; i++)
                destinations[$"{cluster}:Destinations:{i}:Address"] = addresses[i];
            if (addresses.Count > 1)
                AvoidTheDead(destinations, cluster);
        }

        return destinations;
    }

    /// <summary>
    /// A process that cannot be reached gets nothing for two seconds and is then tried again, and one that says it is not ready, as it does
    /// before it stops, gets nothing from the first time it says so. When all seem dead, each is tried. A call that a crash met on its way
    /// is a 503, and its caller repeats it under its Idempotency-Key.
    /// </summary>
    private static void AvoidTheDead(Dictionary<string, string?> settings, string cluster)
    {
        var health = $"{cluster}:HealthCheck";
        settings[$"{health}:AvailableDestinationsPolicy"] = "HealthyOrPanic";
        settings[$"{health}:Active:Enabled"] = "true";
        settings[$"{health}:Active:Policy"] = "ConsecutiveFailures";
        settings[$"{health}:Active:Path"] = "/health";
        settings[$"{health}:Active:Interval"] = "00:00:01";
        settings[$"{health}:Active:Timeout"] = "00:00:02";
        settings[$"{cluster}:Metadata:ConsecutiveFailuresHealthPolicy.Threshold"] = "1";
        settings[$"{health}:Passive:Enabled"] = "true";
        settings[$"{health}:Passive:Policy"] = "TransportFailureRate";
        settings[$"{health}:Passive:ReactivationPeriod"] = "00:00:02";
    }
}
