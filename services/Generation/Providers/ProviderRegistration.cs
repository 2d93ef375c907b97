using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers;

/// <summary>What registering a provider consists of, for all that are called over the network.</summary>
internal static class ProviderRegistration
{
    /// <param name="section">Such as <c>Providers:Google</c>.</param>
    /// <param name="name">The wire name; also the name of its connections.</param>
    /// <param name="example">A model id to show when the configured one cannot be one.</param>
    public static void AddProvider<TProvider, TOptions>(this IServiceCollection services, string section, string name, string example)
        where TProvider : class, IProvider
        where TOptions : ProviderOptions
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(provider =>
            new ProviderOptionsValidator<TOptions>(section, name, example, provider.GetRequiredService<ModelCatalogue>()));
        services.AddProviderClient(name, static provider => provider.GetRequiredService<IOptions<TOptions>>().Value.BaseUrl);
        services.AddSingleton<ProviderOptions>(static provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        services.AddSingleton<IProvider, TProvider>();
    }
}
