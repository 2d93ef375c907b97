using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>Clients for addresses that others gave us.</summary>
public static class OutboundExtensions
{
    /// <summary>A named client that reaches public addresses only.</summary>
    public static void AddOutboundClient(this IServiceCollection services, string name)
    {
        services.AddOptions<OutboundOptions>().BindConfiguration(OutboundOptions.Section)
            .Validate(static options => options.Networks is not null, "Outbound:AllowedNetworks (OUTBOUND_ALLOWED_NETWORKS) must be networks such as 10.1.0.0/16, by commas.")
            .ValidateOnStart();
        services.TryAddSingleton<OutboundGuard>();
        services.AddHttpClient(name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static provider => provider.GetRequiredService<OutboundGuard>().CreateHandler());
    }
}
