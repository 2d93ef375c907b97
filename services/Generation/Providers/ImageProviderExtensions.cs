using Microsoft.AspNetCore.Builder;
using NanoBanana.Generation.Providers.Gemini;
using NanoBanana.Generation.Providers.Sandbox;

namespace NanoBanana.Generation.Providers;

/// <summary>Registers every image provider; each says itself whether it is available.</summary>
internal static class ImageProviderExtensions
{
    public static void AddImageProviders(this WebApplicationBuilder builder)
    {
        builder.Services.AddGemini();
        builder.Services.AddSandbox();
    }
}
