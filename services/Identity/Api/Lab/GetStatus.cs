using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>Whether the credential is good, and whose it is.</summary>
/// <param name="User">Null of nobody, and of an operator's key, which is no user's.</param>
internal sealed record StatusView(bool Authenticated, LabUserView? User);

internal static class GetStatus
{
    public static async Task<Ok<StatusView>> HandleAsync(Caller caller, IdentityDbContext db, CancellationToken cancellationToken)
    {
        if (caller.Principal.Kind == PrincipalKind.Anonymous)
            return TypedResults.Ok(new StatusView(Authenticated: false, User: null));
        var user = await GetLabMe.FindAsync(db, caller.AccountId, cancellationToken);
        return TypedResults.Ok(new StatusView(user is not null || caller.Principal.Kind != PrincipalKind.User, user));
    }
}
