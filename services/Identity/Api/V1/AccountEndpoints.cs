using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.V1;

/// <summary>All that is kept of an account: to be taken along, and to be taken away. By access token only: a key that leaks must do neither.</summary>
internal static class AccountEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapV1Account(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/v1/account").WithTags("Accounts").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).RequireUser()
            .Fails(WireFamily.Saas, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.ServiceUnavailable);

        account.MapGet("/export", ExportAccount.HandleAsync)
            .WithName("ExportAccount").WithSummary("Everything that is kept of the account, as one JSON document.")
            .Produces<System.Text.Json.Nodes.JsonObject>()
            .Fails(WireFamily.Saas, ErrorCodes.RateLimited);

        account.MapDelete("", DeleteAccount.HandleAsync)
            .WithName("DeleteAccount").WithSummary("Deletes the account and everything that identifies its owner.")
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest, ErrorCodes.WrongPassword, ErrorCodes.OperatorAccountKept, ErrorCodes.SignInLimited)
            .Fails(WireFamily.Saas, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);
    }
}
