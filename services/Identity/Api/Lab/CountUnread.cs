using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>How many notifications of the account are unread.</summary>
internal sealed record UnreadCountView(long UnreadCount);

internal static class CountUnread
{
    public static async Task<Ok<UnreadCountView>> HandleAsync(Caller caller, IdentityDbContext database, CancellationToken cancellationToken) =>
        TypedResults.Ok(new UnreadCountView(await database.NotificationCounts
            .Where(row => row.AccountId == caller.AccountId).SumAsync(static row => row.Unread, cancellationToken)));
}
