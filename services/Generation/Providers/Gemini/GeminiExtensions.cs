using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class GeminiExtensions
{
    public static void AddGemini(this IServiceCollection services)
    {
        services.AddProvider<GeminiProvider, GoogleOptions>(GoogleOptions.Section, GeminiProvider.WireName, "gemini-nano-banana-2.1");
        services.AddSingleton<IValidateOptions<GoogleOptions>, GoogleOptionsValidator>();
        services.AddSingleton<GeminiConnection>();
        services.AddSingleton<ITextProvider, GeminiText>();
        services.AddHealthChecks().AddCheck<GeminiHealthCheck>(GeminiHealthCheck.Name);
    }
}
