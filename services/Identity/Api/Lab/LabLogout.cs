using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Api.V1;
using NanoBanana.Identity.Tokens;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>That it was done.</summary>
internal sealed record SignedOutView(bool Success, string Message);

internal static class LabLogout
{
    public static async Task<Ok<SignedOutView>> HandleAsync(
        Caller caller, RevokedTokens revoked, InvalidationPublisher invalidations, CancellationToken cancellationToken)
    {
        await Logout.HandleAsync(caller, revoked, invalidations, cancellationToken);
        return TypedResults.Ok(new SignedOutView(Success: true, "Successfully logged out"));
    }
}
