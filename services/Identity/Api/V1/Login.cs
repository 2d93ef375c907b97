using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.Passwords;
using NanoBanana.Identity.Tokens;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.V1;

/// <summary>A new access token.</summary>
internal sealed class LoginResponse(string accessToken)
{
    public string AccessToken { get; } = accessToken;

    public string TokenType { get; } = AccessTokens.Type;
}

internal static class Login
{
    public static async Task<Results<Ok<LoginResponse>, FailureResult>> HandleAsync(
        Credentials body, UserManager<User> users, IdentityDbContext db, PasswordHashing passwords, AccessTokens tokens,
        IdentityMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        EmailAddress.Validate(validation, body.Email);
        if (body.Password is null)
            validation.Add("password", "missing", "Field required");
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        // One check of a password whether there is such a user or not: the time of the answer must not tell.
        var user = await users.FindByEmailAsync(body.Email!);
        var verdict = await passwords.VerifyAsync(user?.PasswordHash, body.Password!, cancellationToken);
        if (verdict == PasswordVerdict.Busy)
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        var success = user is not null && verdict is PasswordVerdict.Right or PasswordVerdict.RightButOutdated;
        var isBanned = success && user!.BannedAt is not null;
        metrics.SignedIn(success && !isBanned);
        if (!success)
            return (FailureResult)ErrorCodes.InvalidLogin;

        // Said to who knows the password, and to nobody else.
        if (isBanned)
            return (FailureResult)ErrorCodes.AccountBanned;

        if (verdict == PasswordVerdict.RightButOutdated)
            await RehashAsync(user!, body.Password!, db, passwords, cancellationToken);
        await db.Users.Where(one => one.Id == user!.Id).ExecuteUpdateAsync(
            change => change.SetProperty(static one => one.LastLoginAt, time.GetUtcNow()), cancellationToken);
        return TypedResults.Ok(new LoginResponse(tokens.Issue(user!)));
    }

    /// <summary>Replaces a hash of a lower cost, unless the password was changed meanwhile or the processors have enough to do.</summary>
    private static async Task RehashAsync(
        User user, string password, IdentityDbContext db, PasswordHashing passwords, CancellationToken cancellationToken)
    {
        if (await passwords.HashAsync(password, cancellationToken) is not { } hash)
            return;
        var (id, old, stamp) = (user.Id, user.PasswordHash, Guid.NewGuid().ToString());
        await db.Users.Where(other => other.Id == id && other.PasswordHash == old).ExecuteUpdateAsync(
            change => change.SetProperty(static u => u.PasswordHash, hash).SetProperty(static u => u.ConcurrencyStamp, stamp),
            cancellationToken);
    }
}
