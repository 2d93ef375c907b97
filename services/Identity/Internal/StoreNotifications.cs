using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Identity.Notifications;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Identity.Internal;

internal static class StoreNotifications
{
    public static async Task<Results<JsonHttpResult<StoredNotifications>, FailureResult>> HandleAsync(
        IReadOnlyList<NewNotification?> body, NotificationStore store, NotificationPushes pushes, IdentityMetrics metrics, CancellationToken cancellationToken)
    {
        var validation = NewNotificationRules.Check(body);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var notifications = body.OfType<NewNotification>().ToList();
        var added = await store.AddAsync(notifications, cancellationToken);
        foreach (var notification in notifications.Where(one => added.Contains(one.Id)).DistinctBy(static one => one.Id))
            pushes.Push(notification);
        metrics.NotificationsStored(added.Count);
        return TypedResults.Json(new StoredNotifications(added.Count), ContractsJsonContext.Default.StoredNotifications);
    }
}
