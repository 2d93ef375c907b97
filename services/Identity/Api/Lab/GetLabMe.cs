using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

internal static class GetLabMe
{
    public static async Task<Results<Ok<LabUserView>, FailureResult>> HandleAsync(
        Caller caller, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var me = await FindAsync(db, caller.AccountId, cancellationToken);
        return me is null ? (FailureResult)ErrorCodes.InvalidToken : TypedResults.Ok(me);
    }

    /// <summary>The account, or null when it is gone and only its token is left.</summary>
    public static async Task<LabUserView?> FindAsync(IdentityDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken) is { } user ? LabUserView.Of(user) : null;
}
