using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>Sign-in with GitHub, and the Lab's view of accounts, however they sign in.</summary>
internal static class LabAuthEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapLabAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth").WithTags("Accounts").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Lab, ErrorCodes.ServiceUnavailable);
        MapGitHub(auth);
        MapAccount(auth.MapGroup("").RequireUser().Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.Forbidden));

        auth.MapGet("/status", GetStatus.HandleAsync)
            .WithName("GetSignInStatus").WithSummary("Tells whether the credential is good, and whose it is.").AllowAnyPrincipal()
            .Fails(WireFamily.Lab, ErrorCodes.UnknownKey, ErrorCodes.AccountBanned);
    }

    private static void MapGitHub(RouteGroupBuilder auth)
    {
        auth.MapGet("/login", BeginSignIn.HandleAsync)
            .WithName("BeginGitHubSignIn").WithSummary("Gives the address at GitHub where a sign-in begins.").AllowAnyPrincipal()
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.SignInLimited, ErrorCodes.SignInNotConfigured);

        auth.MapPost("/callback", SignIn.HandleAsync)
            .WithName("FinishGitHubSignIn").WithSummary("Makes an access token of the code that GitHub gave.").AllowAnyPrincipal()
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.CodeRefused, ErrorCodes.AccountBanned, ErrorCodes.SignInLimited, ErrorCodes.GitHubUnavailable)
            .Fails(WireFamily.Lab, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);

        auth.MapGet("/callback", SignInByBrowser.HandleAsync)
            .WithName("FinishGitHubSignInInBrowser").WithSummary("The same for a browser, which is sent on to an allowed origin.").AllowAnyPrincipal()
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.CodeRefused, ErrorCodes.AccountBanned, ErrorCodes.SignInLimited, ErrorCodes.GitHubUnavailable);
    }

    private static void MapAccount(RouteGroupBuilder auth)
    {
        auth.MapGet("/me", GetLabMe.HandleAsync)
            .WithName("GetLabMe").WithSummary("Shows the signed-in user.");

        auth.MapPost("/logout", LabLogout.HandleAsync)
            .WithName("LabLogout").WithSummary("Revokes the access token used for this call.");

        auth.MapPost("/refresh", RefreshToken.HandleAsync)
            .WithName("RefreshToken").WithSummary("Gives a fresh access token; the one shown stays good until it expires.");
    }
}
