namespace NanoBanana.Generation.Events;

/// <summary>Registers the event log and those who follow it.</summary>
internal static class EventExtensions
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventSignals>();
        services.AddSingleton<EventWait>();
        services.AddHostedService(static provider => provider.GetRequiredService<EventSignals>());
    }
}
