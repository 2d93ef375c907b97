using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Api.Banatie;
using NanoBanana.Generation.Api.Documents;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>The routes under <c>/api</c> that belong to the Lab family.</summary>
internal static class LabEndpoints
{
    // An image of 20 MiB in base64.
    private const long MaxImages = 29_000_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/generate", LabGenerate.HandleAsync).AllowAnyPrincipal()
            .WithName("LabGenerate").WithTags("Generation").WithSummary("Makes an image from a prompt, on the account's credits or on the caller's own key. A form is Banatie's call: an image from a prompt and files.")
            .AlsoTakesForm(BanatieFormFields.All, answer: nameof(BanatieAnswer))
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider);

        routes.MapPost("/api/generate/search", LabSearch.HandleAsync).AllowAnyPrincipal()
            .WithName("LabSearch").WithTags("Generation").WithSummary("Makes an image of what a model has looked up first.")
            .Fails(
                WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.NotCapable, ErrorCodes.ProviderUnavailable,
                ErrorCodes.NoProvider);

        routes.MapPost("/api/generate/batch", LabBatch.HandleAsync).AllowAnyPrincipal()
            .WithName("LabBatch").WithTags("Batches").WithSummary("Orders an image for each of up to ten prompts.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.NoProvider);

        routes.MapGet("/api/generate/task/{id}", LabTask.GetAsync).AllowAnyPrincipal()
            .WithName("LabTask").WithTags("Batches").WithSummary("Shows how a task stands.")
            .Fails(WireFamily.Lab, ErrorCodes.TaskNotFound);

        routes.MapDelete("/api/generate/task/{id}", LabTask.CancelAsync).AllowAnyPrincipal()
            .WithName("CancelLabTask").WithTags("Batches").WithSummary("Cancels what has not ended of a task.")
            .Fails(WireFamily.Lab, ErrorCodes.TaskNotFound);

        // The first is what clients call, the second what was documented.
        foreach (var (path, name) in new[] { ("/api/video/generate", "LabVideo"), ("/api/video", "LabVideoShort") })
        {
            routes.MapPost(path, LabVideo.HandleAsync).AllowAnyPrincipal()
                .WithName(name).WithTags("Video").WithSummary("Orders a video.")
                .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.UnknownProvider, ErrorCodes.NoVideoProvider);
        }

        routes.MapPost("/api/video/image-to-video", LabImageVideo.HandleAsync).AllowAnyPrincipal()
            .WithName("LabImageVideo").WithTags("Video").WithSummary("Orders a video that begins with an image.")
            .TakesLargeJson(MaxImages)
            .Fails(
                WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.InvalidInputImage, ErrorCodes.ImageNotFound, ErrorCodes.PromptBlocked,
                ErrorCodes.NotCapable, ErrorCodes.UnknownProvider, ErrorCodes.NoVideoProvider, ErrorCodes.PayloadTooLarge);

        routes.MapGet("/api/video/task/{id}", LabVideoTask.GetAsync).AllowAnyPrincipal()
            .WithName("LabVideoTask").WithTags("Video").WithSummary("Shows how a video stands.")
            .Fails(WireFamily.Lab, ErrorCodes.TaskNotFound);

        routes.MapDelete("/api/video/task/{id}", LabVideoTask.CancelAsync).AllowAnyPrincipal()
            .WithName("CancelLabVideoTask").WithTags("Video").WithSummary("Cancels a video that has not ended.")
            .Fails(WireFamily.Lab, ErrorCodes.TaskNotFound);

        routes.MapGet("/api/video/providers", ListProviders.HandleVideosAsync).AllowAnyPrincipal()
            .WithName("ListVideoProviders").WithTags("Video").WithSummary("Lists who makes videos, with their models and prices for a second.");

        routes.MapGet("/api/video/providers/{name}/health", GetProviderHealth.HandleAsync).AllowAnyPrincipal()
            .WithName("GetVideoProviderHealth").WithTags("Video").WithSummary("Shows how a provider does.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound);

        routes.MapGet("/api/generate/providers", ListProviders.HandleAsync).AllowAnyPrincipal()
            .WithName("ListProviders").WithTags("Providers").WithSummary("Lists who makes images, with their models and prices.");

        routes.MapGet("/api/generate/providers/{name}/health", GetProviderHealth.HandleAsync).AllowAnyPrincipal()
            .WithName("GetProviderHealth").WithTags("Providers").WithSummary("Shows how a provider does.")
            .Fails(WireFamily.Lab, ErrorCodes.ProviderNotFound);
    }
}
