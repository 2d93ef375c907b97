using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.V1;

internal static class GetMe
{
    public static async Task<Results<Ok<UserView>, FailureResult>> HandleAsync(
        Caller caller, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var me = await FindAsync(db, caller.AccountId, cancellationToken);
        return me is null ? (FailureResult)ErrorCodes.InvalidToken : TypedResults.Ok(me);
    }

    /// <summary>The account, or null when it is gone and only its token is left.</summary>
    public static Task<UserView?> FindAsync(IdentityDbContext db, Guid id, CancellationToken cancellationToken) => db.Users
        .Where(user => user.Id == id)
        .Select(static user => new UserView(user.Id, user.Email, user.CreatedAt))
        .SingleOrDefaultAsync(cancellationToken);
}
