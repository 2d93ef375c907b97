using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>The routes under <c>/v1</c>: the SaaS call, and our own views of what it made.</summary>
internal static class GenerationEndpoints
{
    private const long MaxBody = 64 * 1024;

    // An image of 20 MiB in base64, and its mask.
    private const long MaxImages = 29_000_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/generate", Generate.HandleAsync).RequireKey()
            .WithName("Generate").WithTags("Generation").WithSummary("Makes images from a prompt and waits for them.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Saas, ErrorCodes.MissingKey, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.RateLimited,
                ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider, ErrorCodes.StillRunning);

        routes.MapPost("/v1/edit", Edit.HandleAsync).RequireKey()
            .WithName("Edit").WithTags("Generation").WithSummary("Makes images from an image and a prompt, in the whole of it or within a mask.")
            .TakesLargeJson(MaxImages)
            .Fails(WireFamily.Saas, ErrorCodes.MissingKey, ErrorCodes.InvalidRequest, ErrorCodes.InvalidInputImage, ErrorCodes.ImageNotFound, ErrorCodes.PromptBlocked,
                ErrorCodes.RateLimited, ErrorCodes.NotCapable, ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider, ErrorCodes.StillRunning, ErrorCodes.PayloadTooLarge);

        routes.MapPost("/v1/quotes", CreateQuote.HandleAsync).RequireUserOrKey()
            .WithName("CreateQuote").WithTags("Generation").WithSummary("Tells what a generation will cost, and keeps that price for a while.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.NoProvider);

        routes.MapPost("/v1/videos", CreateVideo.HandleAsync).RequireUserOrKey()
            .WithName("CreateVideo").WithTags("Video").WithSummary("Orders a video; it is fetched at the Location of the answer.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.NoVideoProvider);

        routes.MapPost("/v1/videos/quotes", CreateVideoQuote.HandleAsync).RequireUserOrKey()
            .WithName("CreateVideoQuote").WithTags("Video").WithSummary("Tells what a video will cost, and keeps that price for a while.")
            .WithMetadata(new RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.NoVideoProvider);

        routes.MapPost("/v1/batches", CreateBatch.HandleAsync).RequireUserOrKey()
            .WithName("CreateBatch").WithTags("Batches").WithSummary("Orders up to ten generations together, each with its own charge and its own failure.")
            .WithMetadata(new RequestSizeLimit(MaxBody * 4))
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.NoProvider);

        routes.MapGet("/v1/batches", ListBatches.HandleAsync).RequireUserOrKey()
            .WithName("ListBatches").WithTags("Batches").WithSummary("Lists the account's batches, newest first.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);

        routes.MapGet("/v1/batches/{id}", GetBatch.HandleAsync).RequireUserOrKey()
            .WithName("GetBatch").WithTags("Batches").WithSummary("Shows a batch with its items.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.TaskNotFound);

        routes.MapDelete("/v1/batches/{id}", CancelBatch.HandleAsync).RequireUserOrKey()
            .WithName("CancelBatch").WithTags("Batches").WithSummary("Cancels what has not ended of a batch.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.TaskNotFound);

        routes.MapDelete("/v1/generations/{id}", CancelGeneration.HandleAsync).RequireUserOrKey()
            .WithName("CancelGeneration").WithTags("Generation").WithSummary("Cancels a generation: nothing more is sent for it, and what was not made is not charged.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.GenerationNotFound);

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

        routes.MapGet("/v1/images/{name}/lineage", GetLineage.HandleAsync).RequireUserOrKey()
            .WithName("GetLineage").WithTags("Generation").WithSummary("Shows from which images one was made, and which were made from it.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.ImageNotFound);

        routes.MapMethods("/v1/thumbnails/{name}", [HttpMethods.Get, HttpMethods.Head], GetThumbnail.HandleAsync).AllowAnyPrincipal()
            .WithName("GetThumbnail").WithTags("Generation").WithSummary("Delivers an image as a WebP of at most 512 pixels.")
            .Fails(WireFamily.Ours, ErrorCodes.ImageNotFound, ErrorCodes.ResultNotKept, ErrorCodes.ServiceUnavailable);

        routes.MapMethods("/v1/inputs/{name}", [HttpMethods.Get, HttpMethods.Head], GetInput.HandleAsync).AllowAnyPrincipal()
            .WithName("GetInput").WithTags("Generation").WithSummary("Delivers an image that a request brought along, to a provider that fetches it.")
            .Fails(WireFamily.Ours, ErrorCodes.ImageNotFound, ErrorCodes.ServiceUnavailable);

        routes.MapMethods("/v1/videos/{name}", [HttpMethods.Get, HttpMethods.Head], GetImage.HandleAsync).AllowAnyPrincipal()
            .WithName("GetVideo").WithTags("Generation").WithSummary("Delivers a video, whole or by ranges, or redirects to where it lies.")
            .Fails(WireFamily.Ours, ErrorCodes.ImageNotFound, ErrorCodes.ResultNotKept, ErrorCodes.ServiceUnavailable);
    }

    internal sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
