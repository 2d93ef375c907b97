using NanoBanana.Generation.Data;
using NanoBanana.ServiceDefaults.Audit;
using Npgsql;

namespace NanoBanana.Generation.Moderation;

/// <summary>Registers what judges prompts, and what operators see and decide of it.</summary>
internal static class ModerationExtensions
{
    public static void AddModeration(this IServiceCollection services)
    {
        services.AddOptions<ModerationOptions>().BindConfiguration(ModerationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KeywordFilter>();
        services.AddSingleton<AiModeration>();
        services.AddSingleton<ModerationLog>();
        services.AddSingleton<Moderator>();
        services.AddSingleton<ModerationPages>();
        services.AddSingleton<RuleStore>();
        services.AddSingleton<RuleWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<RuleWatch>());
        services.AddSingleton<ModerationSweep>();
        services.AddHostedService(static provider => provider.GetRequiredService<ModerationSweep>());
    }
}
