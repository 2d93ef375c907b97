namespace NanoBanana.Gateway.Proxy;

/// <summary>Gives YARP's clusters the addresses that service references set (<c>services:{name}:http:0</c>).</summary>
internal static class ServiceAddresses
{
    public static readonly string[] Services = ["identity", "keys", "generation", "billing"];

    public static string Of(IConfiguration configuration, string service) =>
        configuration[$"services:{service}:http:0"] ?? throw new ServiceDefaults.Http.MissingServiceException(service);

    public static Dictionary<string, string?> Destinations(IConfiguration configuration) => Services.ToDictionary(
        static service => $"ReverseProxy:Clusters:{service}:Destinations:only:Address",
        service => (string?)Of(configuration, service), StringComparer.OrdinalIgnoreCase);
}
