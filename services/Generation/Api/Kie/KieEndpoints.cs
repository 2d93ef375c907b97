using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>The routes under <c>/api/nano-banana</c>, and what they need.</summary>
internal static class KieEndpoints
{
    private const long MaxBody = 64 * 1024;

    // All images together, in base64: as much as of every call that brings several as JSON.
    private const long MaxImages = 29_000_000;

    public static void AddKie(this IServiceCollection services)
    {
        services.AddSingleton<KieReader>();
        services.AddSingleton<KieOrder>();
        services.AddSingleton<MakeKieImage>();
        services.AddSingleton<KieCredits>();
        services.AddSingleton<KieWriter>();
        services.AddSingleton<ICallbackBody, KieCallback>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/nano-banana/generate", KieGenerate.HandleAsync).RequireUserOrKey()
            .WithName("KieGenerate").WithTags("Generation").WithSummary("Makes an image from a prompt, or orders it when there is an address to post it to.")
            .WithMetadata(new GenerationEndpoints.RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Kie, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.InsufficientCredits, ErrorCodes.RateLimited,
                ErrorCodes.ProviderUnavailable, ErrorCodes.NotInTime);

        routes.MapPost("/api/nano-banana/image-to-image", KieImageToImage.HandleAsync).RequireUserOrKey()
            .WithName("KieImageToImage").WithTags("Generation").WithSummary("Makes an image from one to five images and a prompt, or orders it when there is an address to post it to.")
            .TakesLargeJson(MaxImages)
            .Fails(WireFamily.Kie, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.InvalidInputImage, ErrorCodes.ImageNotFound, ErrorCodes.InsufficientCredits,
                ErrorCodes.RateLimited, ErrorCodes.ProviderUnavailable, ErrorCodes.NotInTime, ErrorCodes.PayloadTooLarge);

        routes.MapGet("/api/nano-banana/task/{taskId}", KieTask.HandleAsync).RequireUserOrKey()
            .WithName("KieTask").WithTags("Generation").WithSummary("Shows how an image stands.")
            .Fails(WireFamily.Kie, ErrorCodes.MissingCredential, ErrorCodes.TaskNotFound);
    }

    /// <summary>Where a task is found.</summary>
    public static string PathOf(string taskId) => "/api/nano-banana/task/" + taskId;
}
