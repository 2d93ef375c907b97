using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Notifications;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>What <c>POST /api/notifications/mark-read</c> reads.</summary>
/// <param name="NotificationIds">1 to 100 ids.</param>
internal sealed record MarkReadRequest(IReadOnlyList<string?>? NotificationIds);

/// <summary>How many were unread until now.</summary>
internal sealed record MarkedView(bool Success, long MarkedCount);

internal static class MarkRead
{
    private const string Field = "notification_ids";
    private const int MaxIds = 100;

    public static async Task<Results<Ok<MarkedView>, FailureResult>> HandleAsync(
        MarkReadRequest body, Caller caller, NotificationStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.NotificationIds is null)
            validation.Add(Field, "missing", "Field required");
        else if (body.NotificationIds.Count < 1)
            validation.Add(Field, "too_short", "List should have at least 1 item");
        else if (body.NotificationIds.Count > MaxIds)
            validation.Add(Field, "too_long", $"List should have at most {MaxIds} items");
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var ids = new HashSet<Guid>();
        foreach (var text in body.NotificationIds!)
        {
            if (!NotificationId.TryParse(text, out var id))
                return (FailureResult)ErrorCodes.InvalidNotificationId;
            ids.Add(id);
        }

        return TypedResults.Ok(new MarkedView(Success: true, await store.MarkReadAsync(caller.AccountId, ids, cancellationToken)));
    }
}
