namespace NanoBanana.Generation.Providers.Transport;

/// <summary>The connections to one provider.</summary>
internal static class ProviderClients
{
    /// <summary>Registers them under the provider's name.</summary>
    /// <param name="baseUrl">From the provider's options: an emulator on loopback is not reached through a proxy.</param>
    public static void AddProviderClient(this IServiceCollection services, string name, Func<IServiceProvider, string> baseUrl) =>
        services.AddHttpClient(name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = !new Uri(baseUrl(provider)).IsLoopback,
                AutomaticDecompression = System.Net.DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),

                // Well below any server's own limit: a request written to a connection that just closed would be of unknown outcome.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            });
}
