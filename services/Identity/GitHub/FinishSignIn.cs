using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Tokens;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.GitHub;

/// <summary>Makes an account and a token of GitHub's code.</summary>
internal sealed class FinishSignIn(
    PendingSignIns pending, GitHubClient gitHub, GitHubUsers users, AccessTokens tokens, IdentityMetrics metrics, IOptions<GitHubOptions> options)
{
    private const int MaxLength = 500;

    /// <param name="code">As GitHub handed it out.</param>
    /// <param name="state">As it was given out with the address; empty is none.</param>
    /// <param name="location">Where the two came from: <c>body</c> or <c>query</c>.</param>
    /// <param name="cancellationToken">The caller's patience.</param>
    public async Task<SignInResult> RunAsync(string? code, string? state, string location, CancellationToken cancellationToken)
    {
        if (!options.Value.IsConfigured)
            return new SignInResult.Failed(new ApiFailure(ErrorCodes.SignInNotConfigured));
        if (Check(code, state, location) is { Failed: true } validation)
            return new SignInResult.Failed(validation.Failure);

        Proof? proof = null;
        if (!string.IsNullOrEmpty(state) && (proof = await pending.TakeAsync(state, cancellationToken)) is null)
            return Refused(ErrorCodes.InvalidState);
        switch (await gitHub.IdentifyAsync(code!, proof, cancellationToken))
        {
            case GitHubAnswer.Known known:
                var (user, isNew) = await users.FindOrCreateAsync(known, cancellationToken);
                if (user.BannedAt is not null)
                    return Refused(ErrorCodes.AccountBanned);
                metrics.SignedIn(success: true);
                if (isNew)
                    metrics.Registered();
                return new SignInResult.SignedIn(user, tokens.Issue(user));
            case GitHubAnswer.Refused:
                return Refused(ErrorCodes.CodeRefused);
            case GitHubAnswer.Misconfigured:
                return new SignInResult.Failed(new ApiFailure(ErrorCodes.SignInNotConfigured));
            default:
                return new SignInResult.Failed(new ApiFailure(ErrorCodes.GitHubUnavailable));
        }
    }

    private RequestValidation Check(string? code, string? state, string location)
    {
        var validation = new RequestValidation();
        if (string.IsNullOrEmpty(code))
            validation.Add("code", "missing", "Field required", location);
        else if (code.Length > MaxLength)
            validation.Add("code", "string_too_long", $"String should have at most {MaxLength} characters", location);
        if (string.IsNullOrEmpty(state) && options.Value.RequireState)
            validation.Add("state", "missing", "Field required", location);
        return validation;
    }

    private SignInResult.Failed Refused(ErrorCode code)
    {
        metrics.SignedIn(success: false);
        return new SignInResult.Failed(new ApiFailure(code));
    }
}

/// <summary>How a sign-in ended. Classes and not records, whose ToString would print the token.</summary>
internal abstract class SignInResult
{
    private SignInResult()
    {
    }

    internal sealed class SignedIn(User user, string accessToken) : SignInResult
    {
        public User User { get; } = user;

        public string AccessToken { get; } = accessToken;
    }

    internal sealed class Failed(ApiFailure failure) : SignInResult
    {
        public ApiFailure Failure { get; } = failure;
    }
}
