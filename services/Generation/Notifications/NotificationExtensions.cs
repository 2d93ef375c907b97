using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Notifications;

/// <summary>Registers what tells Identity of notifications.</summary>
internal static class NotificationExtensions
{
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        builder.AddInternalClient<NotificationsClient>("identity", "generation");
        builder.Services.AddSingleton<NotificationOutbox>();
        builder.Services.AddHostedService<NotificationDispatcher>();
    }
}
