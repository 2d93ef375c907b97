namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>Registers the sandbox.</summary>
internal static class SandboxExtensions
{
    public static void AddSandbox(this IServiceCollection services)
    {
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IProvider, SandboxProvider>();
        services.AddSingleton<ITextProvider, SandboxText>();
    }
}
