using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.V1;

/// <summary>
/// Accounts and sign-in. Failed sign-ins lock nobody out: whoever knows an address could then lock its owner out. The gateway limits
/// attempts by the address they come from, and nothing here touches a token that already exists.
/// </summary>
internal static class AuthEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapV1Auth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/v1/auth").WithTags("Accounts").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Saas, ErrorCodes.ServiceUnavailable);
        MapSignIn(auth);
        MapMe(auth.MapGroup("").RequireUser().Fails(WireFamily.Saas, ErrorCodes.MissingCredential, ErrorCodes.Forbidden));
    }

    private static void MapSignIn(RouteGroupBuilder auth)
    {
        auth.MapPost("/register", Register.HandleAsync)
            .WithName("Register").WithSummary("Makes an account and signs it in.").AllowAnyPrincipal()
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest, ErrorCodes.EmailRegistered, ErrorCodes.SignInLimited)
            .Fails(WireFamily.Saas, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);

        auth.MapPost("/login", Login.HandleAsync)
            .WithName("Login").WithSummary("Signs in with e-mail and password.").AllowAnyPrincipal()
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest, ErrorCodes.InvalidLogin, ErrorCodes.AccountBanned, ErrorCodes.SignInLimited)
            .Fails(WireFamily.Saas, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);
    }

    private static void MapMe(RouteGroupBuilder auth)
    {
        auth.MapPost("/logout", Logout.HandleAsync)
            .WithName("Logout").WithSummary("Revokes the access token used for this call.");

        auth.MapGet("/me", GetMe.HandleAsync)
            .WithName("GetMe").WithSummary("Shows the signed-in account.");

        auth.MapPut("/me", ChangeEmail.HandleAsync)
            .WithName("ChangeEmail").WithSummary("Changes the account's e-mail address.")
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest, ErrorCodes.EmailInUse)
            .Fails(WireFamily.Saas, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);

        auth.MapPost("/me/password", ChangePassword.HandleAsync)
            .WithName("ChangePassword").WithSummary("Changes the password and ends every other session.")
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest, ErrorCodes.WrongPassword)
            .Fails(WireFamily.Saas, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);
    }
}
