using Microsoft.AspNetCore.Http.Metadata;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Enhancing;
using NanoBanana.Generation.FileNames;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>The routes of the Banatie family that make and enhance, and what they need.</summary>
internal static class BanatieEndpoints
{
    private const long MaxBody = 64 * 1024;

    public static void AddBanatie(this IServiceCollection services)
    {
        services.AddSingleton<EnhancePrompt>();
        services.AddSingleton<FileNameStore>();
        services.AddSingleton<BanatieReader>();
        services.AddSingleton<BanatieWriter>();
        services.AddSingleton<FormReader>();
        services.AddSingleton<MakeBanatieImage>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Told apart from the Lab's call at this path by its content type; documented there, because a path has one operation a method.
        routes.MapPost("/api/generate", GenerateFromForm.HandleAsync).RequireUserOrKey()
            .WithMetadata(new AcceptsMetadata(["multipart/form-data"], typeof(IFormFileCollection)), new GenerationEndpoints.RequestSizeLimit(FormReader.MaxBody))
            .ExcludeFromDescription();

        routes.MapPost("/api/text-to-image", TextToImage.HandleAsync).RequireUserOrKey()
            .WithName("TextToImage").WithTags("Generation").WithSummary("Makes an image from a prompt, which may be enhanced first, and names it.")
            .WithMetadata(new GenerationEndpoints.RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Banatie, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.RateLimited, ErrorCodes.ProviderUnavailable, ErrorCodes.StillRunning);

        routes.MapPost("/api/enhance", EnhanceText.HandleAsync).RequireUserOrKey()
            .WithName("EnhancePrompt").WithTags("Prompts").WithSummary("Writes a better prompt of a prompt, with a text model or without.")
            .WithMetadata(new GenerationEndpoints.RequestSizeLimit(MaxBody))
            .Fails(WireFamily.Banatie, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.RateLimited);
    }
}
