using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.V1;

/// <summary>The routes of the SaaS door.</summary>
internal static class KeyEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapV1Keys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("API keys").RequireUser()
            .Fails(WireFamily.Saas, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.ServiceUnavailable);

        keys.MapPost("/", CreateKey.HandleAsync)
            .WithName("CreateKey").WithSummary("Makes an API key; its text is shown this once.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest, ErrorCodes.KeyLimitReached)
            .Fails(WireFamily.Saas, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);

        keys.MapGet("/", ListKeys.HandleAsync)
            .WithName("ListKeys").WithSummary("Lists the account's keys, newest first, revoked ones included.");

        keys.MapDelete("/{key_id}", DeleteKey.HandleAsync)
            .WithName("DeleteKey").WithSummary("Revokes a key for good, everywhere within a second.")
            .Fails(WireFamily.Saas, ErrorCodes.KeyNotFound);
    }
}
