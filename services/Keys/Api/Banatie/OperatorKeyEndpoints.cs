using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.Banatie;

/// <summary>The routes of the Banatie door: master and project keys, and how an installation comes to the first one.</summary>
internal static class OperatorKeyEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapOperatorKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/bootstrap/initial-key", BootstrapKey.HandleAsync).AllowAnyPrincipal()
            .WithName("BootstrapKey").WithTags("API keys").WithSummary("Makes the first master key of an installation, once; its text is shown this once.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Banatie, ErrorCodes.BootstrapClosed, ErrorCodes.ServiceUnavailable);

        var keys = routes.MapGroup("/api/admin/keys").WithTags("API keys").RequireAdmin()
            .Fails(WireFamily.Banatie, ErrorCodes.MissingCredential, ErrorCodes.AdminRequired, ErrorCodes.ServiceUnavailable);

        keys.MapPost("/", CreateOperatorKey.HandleAsync)
            .WithName("CreateOperatorKey").WithSummary("Makes a master or project key; its text is shown this once.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Banatie, ErrorCodes.InvalidRequest, ErrorCodes.UnsupportedMediaType);

        keys.MapGet("/", ListOperatorKeys.HandleAsync)
            .WithName("ListOperatorKeys").WithSummary("Lists master and project keys, newest first, revoked ones included.")
            .Fails(WireFamily.Banatie, ErrorCodes.InvalidRequest);

        keys.MapDelete("/{keyId}", RevokeOperatorKey.HandleAsync)
            .WithName("RevokeOperatorKey").WithSummary("Revokes a master or project key for good, everywhere within a second.")
            .Fails(WireFamily.Banatie, ErrorCodes.KeyNotFound, ErrorCodes.LastMasterKey);
    }
}
