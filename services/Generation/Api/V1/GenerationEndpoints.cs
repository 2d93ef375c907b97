using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>The routes under <c>/v1</c>: the SaaS call, and our own views of what it made.</summary>
internal static class GenerationEndpoints
{
    private const long MaxBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/generate", Generate.HandleAsync).RequireKey()
            .WithName("Generate").WithTags("Generation").WithSummary("Makes images from a prompt and waits for them.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Saas, ErrorCodes.MissingKey, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.RateLimited,
                ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider, ErrorCodes.StillRunning);

        routes.MapPost("/v1/quotes", CreateQuote.HandleAsync).RequireUserOrKey()
            .WithName("CreateQuote").WithTags("Generation").WithSummary("Tells what a generation will cost, and keeps that price for a while.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.NoProvider);

        routes.MapPost("/v1/callbacks/{provider}/{reference}", ReceiveCallback.HandleAsync).AllowAnyPrincipal()
            .WithName("ReceiveCallback").WithTags("Providers").WithSummary("Where a provider tells that an order has moved on.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Ours, ErrorCodes.RouteNotFound, ErrorCodes.Forbidden);

        routes.MapGet("/v1/generations", ListGenerations.HandleAsync).RequireUserOrKey()
            .WithName("ListGenerations").WithTags("Generation").WithSummary("Lists the account's generations, newest first.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);

        routes.MapGet("/v1/generations/{id}", GetGeneration.HandleAsync).RequireUserOrKey()
            .WithName("GetGeneration").WithTags("Generation").WithSummary("Shows one generation with its attempts, images and receipt.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.GenerationNotFound);

        routes.MapMethods("/v1/images/{name}", [HttpMethods.Get, HttpMethods.Head], GetImage.HandleAsync).AllowAnyPrincipal()
            .WithName("GetImage").WithTags("Generation").WithSummary("Delivers an image, or redirects to where it lies.")
            .Fails(WireFamily.Ours, ErrorCodes.ImageNotFound, ErrorCodes.ResultNotKept, ErrorCodes.ServiceUnavailable);

        routes.MapMethods("/v1/videos/{name}", [HttpMethods.Get, HttpMethods.Head], GetImage.HandleAsync).AllowAnyPrincipal()
            .WithName("GetVideo").WithTags("Generation").WithSummary("Delivers a video, whole or by ranges, or redirects to where it lies.")
            .Fails(WireFamily.Ours, ErrorCodes.ImageNotFound, ErrorCodes.ResultNotKept, ErrorCodes.ServiceUnavailable);
    }

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
