using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Notifications;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>That it was done.</summary>
internal sealed record DeletedView(bool Success, string Message);

internal static class DeleteNotification
{
    public static async Task<Results<Ok<DeletedView>, FailureResult>> HandleAsync(
        string id, Caller caller, NotificationStore store, CancellationToken cancellationToken)
    {
        if (!NotificationId.TryParse(id, out var known))
            return (FailureResult)ErrorCodes.InvalidNotificationId;
        return await store.DeleteAsync(caller.AccountId, known, cancellationToken)
            ? TypedResults.Ok(new DeletedView(Success: true, "Notification deleted successfully"))
            : (FailureResult)ErrorCodes.NotificationNotFound;
    }
}
