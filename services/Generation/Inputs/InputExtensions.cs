using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Inputs;

/// <summary>Registers the images that requests bring along.</summary>
internal static class InputExtensions
{
    public static void AddInputs(this IServiceCollection services)
    {
        services.AddOptions<InputOptions>().BindConfiguration(InputOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<InputFields>();
        services.AddSingleton<InputCheck>();
        services.AddSingleton<InputFetch>();
        services.AddOutboundClient(InputFetch.ClientName);
        services.AddSingleton<OwnImages>();
        services.AddSingleton<InputStore>();
        services.AddSingleton<InputMask>();
        services.AddSingleton<InputKeeper>();
        services.AddSingleton<JobInputs>();
        services.AddSingleton<InputSweep>();
        services.AddHostedService(static provider => provider.GetRequiredService<InputSweep>());
    }
}
