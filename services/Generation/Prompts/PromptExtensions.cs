namespace NanoBanana.Generation.Prompts;

/// <summary>Registers the prompts.</summary>
internal static class PromptExtensions
{
    public static void AddPrompts(this IServiceCollection services)
    {
        services.AddSingleton<PromptLibrary>();
        services.AddSingleton<PromptOwners>();
        services.AddSingleton<PromptStore>();
        services.AddSingleton<TextModel>();
        services.AddSingleton<WritePrompts>();
        services.AddSingleton<PromptSweep>();
        services.AddHostedService(static provider => provider.GetRequiredService<PromptSweep>());
    }
}
