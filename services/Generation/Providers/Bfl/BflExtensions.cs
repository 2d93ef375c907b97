namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class BflExtensions
{
    public static void AddBfl(this IServiceCollection services)
    {
        services.AddProvider<BflProvider, BflOptions>(BflOptions.Section, BflProvider.WireName, "flux-2-pro");
        services.AddSingleton<ICallbackVerifier, BflCallbacks>();
    }
}
