namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class KlingExtensions
{
    public static void AddKling(this IServiceCollection services)
    {
        services.AddProvider<KlingProvider, KlingOptions>(KlingOptions.Section, KlingProvider.WireName, "kling-v3");
        services.AddSingleton<ICallbackVerifier, KlingCallbacks>();
    }
}
