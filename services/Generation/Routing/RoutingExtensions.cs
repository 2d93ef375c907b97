using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Routing;

/// <summary>Registers what chooses and guards providers.</summary>
internal static class RoutingExtensions
{
    public static void AddProviderRouting(this IServiceCollection services)
    {
        services.AddOptions<RoutingOptions>().BindConfiguration(RoutingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptions.Validator>();
        services.AddSingleton<RoutingPolicies>();
        services.AddSingleton<ProviderOverrides>();
        services.AddSingleton<OverrideStore>();
        services.AddSingleton<OverrideWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<OverrideWatch>());
        services.AddSingleton<ProviderFigures>();
        services.AddSingleton<FigureStore>();
        services.AddSingleton<FigureFlush>();
        services.AddHostedService(static provider => provider.GetRequiredService<FigureFlush>());
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<SharedChannels>();
        services.AddSingleton<ReferenceFit>();
        services.AddSingleton<ProviderRouter>();
        services.AddSingleton<VideoOffers>();
        services.AddSingleton<PriceList>();
        services.AddSingleton<ModelHealth>();
        services.AddSingleton<ProviderProbes>();
        services.AddSingleton<SharedKeys>();
        services.AddSingleton<CircuitStore>();
        services.AddSingleton<CircuitBreakers>();
        services.AddHostedService(static provider => provider.GetRequiredService<CircuitBreakers>());
        services.AddSingleton<SlotStore>();
        services.AddSingleton<ProviderSlots>();
    }
}
