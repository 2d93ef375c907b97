namespace NanoBanana.Generation.Events;

/// <summary>Registers the event log and those who follow it.</summary>
internal static class EventExtensions
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventSignals>();
        services.AddSingleton<EventWait>();
        services.AddHostedService(static provider => provider.GetRequiredService<EventSignals>());
        services.AddOptions<FollowingOptions>().BindConfiguration(FollowingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EventMetrics>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<EventFollower>();
        services.AddSingleton<Followers>();
        services.AddHostedService<CredentialWatch>();
        services.AddHostedService<EventSweep>();
    }
}
