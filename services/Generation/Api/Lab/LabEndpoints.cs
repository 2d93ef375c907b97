using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>The routes under <c>/api</c> that belong to the Lab family.</summary>
internal static class LabEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/generate", LabGenerate.HandleAsync).AllowAnyPrincipal()
            .WithName("LabGenerate").WithTags("Generation").WithSummary("Makes an image from a prompt, on the account's credits or on the caller's own key.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider);

        routes.MapGet("/api/generate/providers", ListProviders.HandleAsync).AllowAnyPrincipal()
            .WithName("ListProviders").WithTags("Providers").WithSummary("Lists who makes images, with their models and prices.");

        routes.MapGet("/api/generate/providers/{name}/health", GetProviderHealth.HandleAsync).AllowAnyPrincipal()
            .WithName("GetProviderHealth").WithTags("Providers").WithSummary("Shows how a provider does.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound);
    }
}
