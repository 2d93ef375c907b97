using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class GeminiExtensions
{
    public static void AddGemini(this IServiceCollection services)
    {
        services.AddOptions<GoogleOptions>().BindConfiguration(GoogleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GoogleOptions>, GoogleOptionsValidator>();
        services.AddSingleton<IImageProvider, GeminiProvider>();
        services.AddHttpClient(GeminiProvider.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static services => new SocketsHttpHandler
            {
                // A redirect would carry the key to another host.
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = !new Uri(services.GetRequiredService<IOptions<GoogleOptions>>().Value.BaseUrl).IsLoopback,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),

                // Well below any server's own limit: a request written to a connection that just closed would be of unknown outcome.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            });
    }
}
