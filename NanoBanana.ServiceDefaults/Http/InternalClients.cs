using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>Typed HTTP clients from one of our services to another.</summary>
public static class InternalClients
{
    /// <summary>
    /// Adds <typeparamref name="TClient"/> on <c>services:{service}:http:0</c>, the key Aspire's service references set, and on <c>:1</c> and so on
    /// where it runs several times without a balancer of its own. Calls carry this service's own principal, time out, and are repeated only when
    /// repeating is safe.
    /// </summary>
    public static IHttpClientBuilder AddInternalClient<TClient>(this IHostApplicationBuilder builder, string service, string asService)
        where TClient : class
    {
        // Read when it is needed: services that know each other cannot all be started after those they call.
        return builder.Services.AddHttpClient<TClient>((provider, client) =>
            {
                client.BaseAddress = new Uri(AddressesOf(provider.GetRequiredService<IConfiguration>(), service).First());
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,

                // Longer than an attempt may take: connections begun in a rush are finished and serve the next ones.
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .AddHttpMessageHandler(services =>
                new InternalCallHandler(services.GetRequiredService<InternalTokens>(), asService, services.GetRequiredService<TimeProvider>()))
            .AddHttpMessageHandler(services =>
                new ReplicaHandler(services.GetRequiredService<IConfiguration>(), service, services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Every address of a service, at least one.</summary>
    public static IEnumerable<string> AddressesOf(IConfiguration configuration, string service)
    {
        yield return configuration[$"services:{service}:http:0"] ?? throw new MissingServiceException(service);
        for (var number = 1; configuration[$"services:{service}:http:{number}"] is { Length: > 0 } next; number++)
            yield return next;
    }
}

/// <summary>The address of a service that is not configured. Start-up reports it in one line.</summary>
public sealed class MissingServiceException(string service)
    : Exception($"The address of the {service} service is missing: set services__{service}__http__0 (http://host:port).");
