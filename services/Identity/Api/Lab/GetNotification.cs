using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>One notification.</summary>
internal sealed record NotificationAnswer(NotificationView Notification);

internal static class GetNotification
{
    public static async Task<Results<Ok<NotificationAnswer>, FailureResult>> HandleAsync(
        string id, Caller caller, IdentityDbContext database, CancellationToken cancellationToken)
    {
        if (!NotificationId.TryParse(id, out var known))
            return (FailureResult)ErrorCodes.InvalidNotificationId;
        var row = await database.Notifications.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == known && row.AccountId == caller.AccountId && row.DeletedAt == null, cancellationToken);
        return row is null ? (FailureResult)ErrorCodes.NotificationNotFound : TypedResults.Ok(new NotificationAnswer(NotificationView.Of(row)));
    }
}
