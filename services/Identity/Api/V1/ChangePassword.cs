using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Keys;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.Passwords;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Redis;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.V1;

/// <summary>The password as it is and as it shall be. A class and not a record, whose ToString would print both.</summary>
internal sealed class ChangePasswordRequest
{
    public string? CurrentPassword { get; init; }

    public string? NewPassword { get; init; }
}

internal static class ChangePassword
{
    public static async Task<Results<NoContent, FailureResult>> HandleAsync(
        ChangePasswordRequest body, Caller caller, IdentityDbContext db, PasswordHashing passwords, InvalidationPublisher invalidations,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.CurrentPassword is null)
            validation.Add("current_password", "missing", "Field required");
        validation.Text("new_password", body.NewPassword, Register.MinPasswordLength, Register.MaxPasswordLength);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var known = await db.Users.Where(user => user.Id == caller.AccountId).Select(static user => new { user.PasswordHash })
            .SingleOrDefaultAsync(cancellationToken);
        if (known is null)
            return (FailureResult)ErrorCodes.InvalidToken;
        var verdict = await passwords.VerifyAsync(known.PasswordHash, body.CurrentPassword!, cancellationToken);
        if (verdict == PasswordVerdict.Wrong)
            return (FailureResult)ErrorCodes.WrongPassword;
        if (verdict == PasswordVerdict.Busy || await passwords.HashAsync(body.NewPassword!, cancellationToken) is not { } hash)
            return (FailureResult)ErrorCodes.ServiceUnavailable;

        if (!await TryReplaceAsync(db, caller, known.PasswordHash!, hash, cancellationToken))
            return (FailureResult)ErrorCodes.WrongPassword;
        await invalidations.PublishAsync(Invalidation.Account(caller.AccountId));
        return TypedResults.NoContent();
    }

    /// <summary>Replaces exactly the hash that was checked: of two changes at once, the second knew an outdated password.</summary>
    private static async Task<bool> TryReplaceAsync(
        IdentityDbContext db, Caller caller, string old, string hash, CancellationToken cancellationToken)
    {
        var (id, spared) = (caller.AccountId, caller.Principal.TokenId);
        var (concurrencyStamp, securityStamp) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString("n"));
        var changed = await db.Users.Where(user => user.Id == id && user.PasswordHash == old).ExecuteUpdateAsync(
            change => change
                .SetProperty(static user => user.PasswordHash, hash)
                .SetProperty(static user => user.TokenGeneration, static user => user.TokenGeneration + 1)
                .SetProperty(static user => user.SparedTokenId, spared)
                .SetProperty(static user => user.SecurityStamp, securityStamp)
                .SetProperty(static user => user.ConcurrencyStamp, concurrencyStamp),
            cancellationToken);

        // A statement that was repeated because its answer was lost finds the new hash in place: salted, it can only be its own.
        return changed > 0 || await db.Users.AnyAsync(user => user.Id == id && user.PasswordHash == hash, cancellationToken);
    }
}
