using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>The routes under <c>/api</c> that belong to the Lab family.</summary>
internal static class LabEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/generate/providers", ListProviders.HandleAsync).AllowAnyPrincipal()
            .WithName("ListProviders").WithTags("Providers").WithSummary("Lists who makes images, with their models and prices.");

        routes.MapGet("/api/generate/providers/{name}/health", GetProviderHealth.HandleAsync).AllowAnyPrincipal()
            .WithName("GetProviderHealth").WithTags("Providers").WithSummary("Shows how a provider does.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound);
    }
}
