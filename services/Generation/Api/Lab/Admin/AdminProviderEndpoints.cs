using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>What operators see of providers, and set.</summary>
internal static class AdminProviderEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/admin/providers").WithTags("Admin").RequireAdmin().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.AdminRequired, ErrorCodes.ServiceUnavailable);

        group.MapGet("", ListAdminProviders.HandleAsync).WithName("ListAdminProviders").WithSummary("Lists all providers, and how they did in the last 24 hours.");
        group.MapPut("/{name}", UpdateProvider.HandleAsync).WithName("UpdateProvider").WithSummary("Sets a provider's priority, or whether it may be asked.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound, ErrorCodes.ProviderUnconfigured, ErrorCodes.InvalidRequest, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);
        group.MapPost("/{name}/enable", EnableProvider.HandleAsync).WithName("EnableProvider").WithSummary("Lets a provider be asked again.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound, ErrorCodes.ProviderUnconfigured);
        group.MapPost("/{name}/disable", DisableProvider.HandleAsync).WithName("DisableProvider").WithSummary("Sends a provider nothing new.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound);
        group.MapGet("/{name}/health", GetProviderHealth.HandleAsync).WithName("GetAdminProviderHealth").WithSummary("Asks a provider how it is, and shows its circuits.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound);
        group.MapPost("/circuit-breakers/reset", ResetCircuits.HandleAsync).WithName("ResetCircuits").WithSummary("Closes the circuits of all models.");
    }
}
