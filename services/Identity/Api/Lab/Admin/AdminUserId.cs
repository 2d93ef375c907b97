using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Admin;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>Finds the user of an address, or says what is wrong with the id.</summary>
internal sealed class AdminUserId(UserPages pages)
{
    public async Task<(ListedUser? User, FailureResult? Failure)> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var userId))
            return (null, ErrorCodes.InvalidUserId);
        return await pages.FindAsync(userId, cancellationToken) is { } user ? (user, null) : (null, ErrorCodes.UserNotFound);
    }
}
