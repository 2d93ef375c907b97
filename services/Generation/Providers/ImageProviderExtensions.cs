namespace NanoBanana.Generation.Providers;

internal static class ImageProviderExtensions
{
    public static void AddImageProviders(this WebApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
