using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Keys;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Redis;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Identity.Api.V1;

internal sealed record ChangeEmailRequest(string? Email);

internal static class ChangeEmail
{
    public static async Task<Results<Ok<UserView>, FailureResult>> HandleAsync(
        ChangeEmailRequest body, Caller caller, IdentityDbContext db, ILookupNormalizer normalizer, InvalidationPublisher invalidations,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        EmailAddress.Validate(validation, body.Email);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!await TryChangeAsync(db, caller.AccountId, body.Email!, normalizer.NormalizeEmail(body.Email!)!, cancellationToken))
            return (FailureResult)ErrorCodes.EmailInUse;

        // Operators are listed by address, so what the caller may do can have changed with it.
        await invalidations.PublishAsync(Invalidation.Account(caller.AccountId));
        var me = await GetMe.FindAsync(db, caller.AccountId, cancellationToken);
        return me is null ? (FailureResult)ErrorCodes.InvalidToken : TypedResults.Ok(me);
    }

    /// <summary>False when another account has the address.</summary>
    private static async Task<bool> TryChangeAsync(
        IdentityDbContext db, Guid id, string email, string normalizedEmail, CancellationToken cancellationToken)
    {
        // Asked first, so that the index, whose refusal the driver logs as an error, need decide only between changes at once.
        if (await db.Users.AnyAsync(user => user.NormalizedEmail == normalizedEmail && user.Id != id, cancellationToken))
            return false;
        var stamp = Guid.NewGuid().ToString();
        try
        {
            await db.Users.Where(user => user.Id == id).ExecuteUpdateAsync(
                change => change
                    .SetProperty(static user => user.Email, email)
                    .SetProperty(static user => user.NormalizedEmail, normalizedEmail)
                    .SetProperty(static user => user.EmailConfirmed, static _ => false)
                    .SetProperty(static user => user.ConcurrencyStamp, stamp),
                cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }
}
