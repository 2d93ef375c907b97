using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.GitHub;
using NanoBanana.Identity.Tokens;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>
/// The same for a browser that GitHub sends here itself. With <c>redirect_to</c> every outcome is taken there, in the fragment: that part of an
/// address is sent to no server and stands in no log.
/// </summary>
internal static class SignInByBrowser
{
    public static async Task<Results<Ok<SignInResponse>, RedirectHttpResult, FailureResult>> HandleAsync(
        string? code, string? state, string? redirect_to, string? error, FinishSignIn signIn, RedirectTargets targets, HttpContext http,
        CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        Uri? target = null;
        if (!string.IsNullOrEmpty(redirect_to) && (target = targets.Admit(redirect_to)) is null)
            return (FailureResult)NotAdmitted();

        // The browser brings no code when its owner said no at GitHub.
        var result = string.IsNullOrEmpty(error)
            ? await signIn.RunAsync(code, state, "query", cancellationToken)
            : new SignInResult.Failed(new ApiFailure(ErrorCodes.CodeRefused) { Message = "The sign-in was refused at GitHub" });
        return (result, target) switch
        {
            (SignInResult.SignedIn done, null) => TypedResults.Ok(new SignInResponse(done)),
            (SignInResult.SignedIn done, { } address) => Send(
                address, state, ("access_token", done.AccessToken), ("token_type", AccessTokens.Type)),
            (SignInResult.Failed failed, { } address) => Send(address, state, ("error", failed.Failure.Code.Code)),
            (SignInResult.Failed failed, null) => (FailureResult)failed.Failure,
            _ => throw new InvalidOperationException($"Nobody wrote what {result.GetType().Name} answers."),
        };
    }

    /// <summary>The state goes along, so that the page can tell a sign-in that it began from one that somebody else's link began.</summary>
    private static RedirectHttpResult Send(Uri address, string? state, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var fragment = new System.Text.StringBuilder(address.AbsoluteUri).Append('#');
        foreach (var (name, value) in values)
            fragment.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        if (!string.IsNullOrEmpty(state))
            fragment.Append("state=").Append(Uri.EscapeDataString(state));
        return TypedResults.Redirect(fragment.ToString().TrimEnd('&'));
    }

    private static ApiFailure NotAdmitted()
    {
        var validation = new RequestValidation();
        validation.Add("redirect_to", "value_error", "Input should be an address of an allowed origin (CORS_ORIGINS)", "query");
        return validation.Failure;
    }
}
