namespace NanoBanana.Generation.Partials;

/// <summary>Registers what shows partial images.</summary>
internal static class PartialExtensions
{
    public static void AddPartials(this IServiceCollection services)
    {
        services.AddSingleton<PartialChannel>();
        services.AddSingleton<PartialRelay>();
        services.AddHostedService(static provider => provider.GetRequiredService<PartialRelay>());
    }
}
