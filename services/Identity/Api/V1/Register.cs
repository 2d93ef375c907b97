using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Passwords;
using NanoBanana.Identity.Tokens;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Identity.Api.V1;

/// <summary>An e-mail and a password. A class and not a record, whose ToString would print the password.</summary>
internal sealed class Credentials
{
    public string? Email { get; init; }

    public string? Password { get; init; }
}

/// <summary>A new account, signed in.</summary>
internal sealed class RegisterResponse(UserView user, string accessToken)
{
    public UserView User { get; } = user;

    public string AccessToken { get; } = accessToken;

    public string TokenType { get; } = AccessTokens.Type;
}

internal static class Register
{
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;

    public static async Task<Results<Created<RegisterResponse>, FailureResult>> HandleAsync(
        Credentials body, UserManager<User> users, PasswordHashing passwords, AccessTokens tokens, IdentityMetrics metrics,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        EmailAddress.Validate(validation, body.Email);
        validation.Text("password", body.Password, MinPasswordLength, MaxPasswordLength);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        // Asked before hashing, because it is so much cheaper; what registers in between, the unique index refuses.
        if (await users.FindByEmailAsync(body.Email!) is not null)
            return (FailureResult)ErrorCodes.EmailRegistered;
        var hash = await passwords.HashAsync(body.Password!, cancellationToken);
        if (hash is null)
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        var user = User.Create(body.Email!, hash);
        if (!await TryCreateAsync(users, user))
            return (FailureResult)ErrorCodes.EmailRegistered;

        metrics.Registered();
        return TypedResults.Created((string?)null, new RegisterResponse(UserView.Of(user), tokens.Issue(user)));
    }

    private static async Task<bool> TryCreateAsync(UserManager<User> users, User user)
    {
        try
        {
            var result = await users.CreateAsync(user);
            if (result.Succeeded || result.Errors.All(static error => error.Code == nameof(IdentityErrorDescriber.DuplicateEmail)))
                return result.Succeeded;
            var codes = string.Join(", ", result.Errors.Select(static error => error.Code));
            throw new InvalidOperationException($"The user was refused: {codes}");
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}
