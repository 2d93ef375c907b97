using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.GitHub;
using NanoBanana.Identity.Tokens;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>What GitHub sent the browser back with. A class and not a record, whose ToString would print it.</summary>
internal sealed class SignInRequest
{
    /// <summary>Once and for minutes.</summary>
    public string? Code { get; init; }

    /// <summary>As it was begun with.</summary>
    public string? State { get; init; }
}

/// <summary>A user with a fresh token. A class and not a record, whose ToString would print it.</summary>
internal sealed class SignInResponse(SignInResult.SignedIn result)
{
    public string AccessToken { get; } = result.AccessToken;

    public string TokenType { get; } = AccessTokens.Type;

    public LabUserView User { get; } = LabUserView.Of(result.User);
}

internal static class SignIn
{
    public static async Task<Results<Ok<SignInResponse>, FailureResult>> HandleAsync(
        SignInRequest body, FinishSignIn signIn, CancellationToken cancellationToken) =>
        await signIn.RunAsync(body.Code, body.State, "body", cancellationToken) switch
        {
            SignInResult.SignedIn done => TypedResults.Ok(new SignInResponse(done)),
            SignInResult.Failed failed => (FailureResult)failed.Failure,
            var other => throw new InvalidOperationException($"Nobody wrote what {other.GetType().Name} answers."),
        };
}
