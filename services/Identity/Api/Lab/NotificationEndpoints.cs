using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>What an account is told: batches and videos that have ended, webhooks that were disabled, announcements.</summary>
internal static class NotificationEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/notifications").WithTags("Notifications").RequireUserOrKey()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.ServiceUnavailable);

        group.MapGet("", ListNotifications.HandleAsync)
            .WithName("ListNotifications").WithSummary("Lists notifications, newest first.").Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        group.MapGet("/unread-count", CountUnread.HandleAsync)
            .WithName("CountUnreadNotifications").WithSummary("Says how many notifications are unread.");

        group.MapPost("/mark-read", MarkRead.HandleAsync)
            .WithName("MarkNotificationsRead").WithSummary("Marks up to 100 notifications as read.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.InvalidNotificationId, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);

        group.MapPost("/mark-all-read", MarkAllRead.HandleAsync)
            .WithName("MarkAllNotificationsRead").WithSummary("Marks every notification as read.");

        group.MapGet("/{id}", GetNotification.HandleAsync)
            .WithName("GetNotification").WithSummary("Shows a notification.").Fails(WireFamily.Lab, ErrorCodes.InvalidNotificationId, ErrorCodes.NotificationNotFound);

        group.MapDelete("/{id}", DeleteNotification.HandleAsync)
            .WithName("DeleteNotification").WithSummary("Deletes a notification.").Fails(WireFamily.Lab, ErrorCodes.InvalidNotificationId, ErrorCodes.NotificationNotFound);
    }
}
