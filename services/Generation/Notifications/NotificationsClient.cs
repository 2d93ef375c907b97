using System.Net;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Notifications;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Notifications;

/// <summary>Identity's side of notifications. The call is idempotent by their ids.</summary>
internal sealed class NotificationsClient(HttpClient http)
{
    public Task<StoredNotifications> StoreAsync(IReadOnlyList<NewNotification> notifications, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, "/internal/notifications", notifications,
        ContractsJsonContext.Default.IReadOnlyListNewNotification, ContractsJsonContext.Default.StoredNotifications, cancellationToken);

    /// <summary>Whether Identity read what it was told and will never take it.</summary>
    public static bool IsRefusal(Exception exception) => exception is HttpRequestException
    {
        StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity,
    };

    /// <summary>Whether Identity answers but stumbled over what it was told.</summary>
    public static bool IsStumble(Exception exception) => exception is HttpRequestException { StatusCode: HttpStatusCode.InternalServerError };
}
