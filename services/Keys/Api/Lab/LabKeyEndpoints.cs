using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.Lab;

/// <summary>The routes of the Lab's door: the same keys as at <c>/v1/keys</c>, which may also be restricted and end by themselves.</summary>
internal static class LabKeyEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapLabKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/auth/api-keys").WithTags("API keys").RequireUser()
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.ServiceUnavailable);

        keys.MapPost("/", CreateLabKey.HandleAsync)
            .WithName("CreateLabKey").WithSummary("Makes an API key, restricted to scopes and days if wanted; its text is shown this once.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.LabKeyLimitReached)
            .Fails(WireFamily.Lab, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);

        keys.MapGet("/", ListLabKeys.HandleAsync)
            .WithName("ListLabKeys").WithSummary("Lists the account's keys, newest first, without revoked ones.");

        keys.MapDelete("/{id}", DeleteLabKey.HandleAsync)
            .WithName("DeleteLabKey").WithSummary("Revokes a key for good, everywhere within a second.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidKeyId, ErrorCodes.KeyNotFound);
    }
}
