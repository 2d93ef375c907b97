namespace NanoBanana.Generation.Providers.Runway;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class RunwayExtensions
{
    public static void AddRunway(this IServiceCollection services) =>
        services.AddProvider<RunwayProvider, RunwayOptions>(RunwayOptions.Section, RunwayProvider.WireName, "gen4_image");
}
