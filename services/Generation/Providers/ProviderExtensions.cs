using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NanoBanana.Generation.Providers.Bfl;
using NanoBanana.Generation.Providers.Gemini;
using NanoBanana.Generation.Providers.Kie;
using NanoBanana.Generation.Providers.Kling;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.OpenAi;
using NanoBanana.Generation.Providers.Runway;
using NanoBanana.Generation.Providers.Sandbox;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Providers;

/// <summary>Registers every provider; each says itself whether it is available.</summary>
internal static class ProviderExtensions
{
    public static void AddProviders(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddModelFiles();
        var services = builder.Services;
        services.TryAddSingleton<ModelCatalogue>();
        services.AddSingleton<ProviderTransport>();
        services.AddSingleton<ResultDownload>();
        services.AddOutboundClient(ResultDownload.ClientName);
        services.AddGemini();
        services.AddOpenAi();
        services.AddBfl();
        services.AddKie();
        services.AddRunway();
        services.AddKling();
        services.AddSandbox();
    }

    /// <summary>Below everything else, so that any value of a model can be overridden.</summary>
    private static void AddModelFiles(this IConfigurationManager configuration)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models");
        foreach (var file in Directory.EnumerateFiles(folder, "*.models.json").Order(StringComparer.Ordinal))
        {
            var source = new JsonConfigurationSource { Path = file, Optional = false };
            source.ResolveFileProvider();
            configuration.Sources.Insert(0, source);
        }
    }
}
