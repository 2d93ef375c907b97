using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.GitHub;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>Where to send the browser, and what it must come back with within ten minutes.</summary>
internal sealed record BeginSignInResponse(string Url, string State);

internal static class BeginSignIn
{
    private const string Scope = "read:user user:email";

    /// <param name="redirect_uri">Where GitHub shall send the browser back to. GitHub holds it against the addresses that are registered there.</param>
    public static async Task<Results<Ok<BeginSignInResponse>, FailureResult>> HandleAsync(
        string? redirect_uri, PendingSignIns pending, IOptions<GitHubOptions> options, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!settings.IsConfigured)
            return (FailureResult)ErrorCodes.SignInNotConfigured;
        var redirectUri = string.IsNullOrEmpty(redirect_uri) ? settings.RedirectUri : redirect_uri;
        if (redirectUri.Length > 0 && WebAddress.Parse(redirectUri) is null)
        {
            var validation = new RequestValidation();
            validation.Add("redirect_uri", "url_parsing", $"Input should be a web address of at most {WebAddress.MaxLength} characters without a fragment", "query");
            return (FailureResult)validation.Failure;
        }

        var (state, challenge) = await pending.BeginAsync(redirectUri.Length > 0 ? redirectUri : null, cancellationToken);
        var query = new List<KeyValuePair<string, string?>> { new("client_id", settings.ClientId) };
        if (redirectUri.Length > 0)
            query.Add(new("redirect_uri", redirectUri));
        query.AddRange([new("scope", Scope), new("state", state), new("code_challenge", challenge), new("code_challenge_method", "S256")]);
        return TypedResults.Ok(new BeginSignInResponse(
            QueryHelpers.AddQueryString($"{settings.OAuthBaseUrl.TrimEnd('/')}/login/oauth/authorize", query), state));
    }
}
