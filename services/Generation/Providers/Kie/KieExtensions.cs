namespace NanoBanana.Generation.Providers.Kie;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class KieExtensions
{
    public static void AddKie(this IServiceCollection services)
    {
        services.AddProvider<KieProvider, KieOptions>(KieOptions.Section, KieProvider.WireName, "nano-banana-2");
        services.AddSingleton<ICallbackVerifier, KieCallbacks>();
    }
}
