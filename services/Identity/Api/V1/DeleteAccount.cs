using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.Erasures;
using NanoBanana.Identity.Passwords;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.V1;

/// <summary>Who has a password gives it; who came through GitHub says which account. A class and not a record, whose ToString would print the password.</summary>
internal sealed class DeleteAccountRequest
{
    public string? Password { get; init; }

    /// <summary>The account's e-mail address, or its name at GitHub.</summary>
    public string? Confirm { get; init; }
}

internal static class DeleteAccount
{
    public static async Task<Results<NoContent, FailureResult>> HandleAsync(
        [FromBody] DeleteAccountRequest body, Caller caller, IdentityDbContext db, PasswordHashing passwords, Admins admins, ErasureStore store, ErasureDispatcher dispatcher,
        IdentityMetrics metrics, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(one => one.Id == caller.AccountId, cancellationToken);
        if (user is null)
            return (FailureResult)ErrorCodes.InvalidToken;
        if (await RefuseAsync(body, user, passwords, cancellationToken) is { } refused)
            return refused;

        // Operators are listed by address and name: whoever registered the freed address would be one.
        if (admins.Contains(user.NormalizedEmail, user.Provider is null ? null : user.ProviderLogin))
            return (FailureResult)ErrorCodes.OperatorAccountKept;
        if (!await store.DeleteAsync(user.Id, user.PasswordHash, cancellationToken))
            return (FailureResult)ErrorCodes.WrongPassword;
        metrics.Deleted();
        await dispatcher.TellNowAsync([.. ErasureTargets.All.Select(service => new DueErasure(user.Id, service))]);
        return TypedResults.NoContent();
    }

    private static async Task<FailureResult?> RefuseAsync(DeleteAccountRequest body, User user, PasswordHashing passwords, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (user.PasswordHash is null)
        {
            if (body.Confirm is null)
                validation.Add("confirm", "missing", "Field required");
            else if (!IsName(body.Confirm, user))
                validation.Add("confirm", "value_error", "Input should be the account's e-mail address or its name at GitHub");
            return validation.Failed ? (FailureResult)validation.Failure : null;
        }

        if (body.Password is null)
            validation.Add("password", "missing", "Field required");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await passwords.VerifyAsync(user.PasswordHash, body.Password!, cancellationToken) switch
        {
            PasswordVerdict.Wrong => (FailureResult)ErrorCodes.WrongPassword,
            PasswordVerdict.Busy => (FailureResult)ErrorCodes.ServiceUnavailable,
            _ => null,
        };
    }

    private static bool IsName(string text, User user) =>
        string.Equals(text, user.Email, StringComparison.OrdinalIgnoreCase) || string.Equals(text, user.ProviderLogin, StringComparison.OrdinalIgnoreCase);
}
