using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Notifications;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

internal static class MarkAllRead
{
    public static async Task<Ok<MarkedView>> HandleAsync(Caller caller, NotificationStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new MarkedView(Success: true, await store.MarkAllReadAsync(caller.AccountId, cancellationToken)));
}
