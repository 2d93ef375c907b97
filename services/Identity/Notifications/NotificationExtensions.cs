namespace NanoBanana.Identity.Notifications;

/// <summary>Registers what keeps, reads, sweeps and pushes notifications.</summary>
internal static class NotificationExtensions
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<NotificationPages>();
        services.AddSingleton<NotificationPushes>();
        services.AddHostedService(static provider => provider.GetRequiredService<NotificationPushes>());
        services.AddHostedService<NotificationSweep>();
    }
}
