using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>The Lab's routes that make an image from images, and the one that says what is on one.</summary>
internal static class EditingEndpoints
{
    // An image of 20 MiB in base64, or several small ones.
    private const long MaxImages = 29_000_000;

    private static readonly ErrorCode[] Failures =
    [
        ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.InvalidInputImage, ErrorCodes.ImageNotFound, ErrorCodes.PromptBlocked, ErrorCodes.NotCapable,
        ErrorCodes.PayloadTooLarge, ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider,
    ];

    public static void AddEditing(this IServiceCollection services)
    {
        services.AddSingleton<EditImage>();
        services.AddSingleton<DescribeImage>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/generate/inpaint", Inpaint.HandleAsync).AllowAnyPrincipal()
            .WithName("LabInpaint").WithTags("Editing").WithSummary("Changes a part of an image, or removes what is there.").TakesLargeJson(MaxImages).Fails(WireFamily.Lab, Failures);

        routes.MapPost("/api/generate/outpaint", Outpaint.HandleAsync).AllowAnyPrincipal()
            .WithName("LabOutpaint").WithTags("Editing").WithSummary("Continues an image beyond its edges.").TakesLargeJson(MaxImages).Fails(WireFamily.Lab, Failures);

        routes.MapPost("/api/generate/blend", Blend.HandleAsync).AllowAnyPrincipal()
            .WithName("LabBlend").WithTags("Editing").WithSummary("Makes one image of two to four.").TakesLargeJson(MaxImages).Fails(WireFamily.Lab, Failures);

        routes.MapPost("/api/generate/style", Style.HandleAsync).AllowAnyPrincipal()
            .WithName("LabStyle").WithTags("Editing").WithSummary("Makes an image anew in another style.").TakesLargeJson(MaxImages).Fails(WireFamily.Lab, Failures);

        routes.MapPost("/api/generate/describe", Describe.HandleAsync).RequireUserOrKey()
            .WithName("LabDescribe").WithTags("Editing").WithSummary("Says what is on an image, or which prompt would make one like it.").TakesLargeJson(MaxImages)
            .Fails(
                WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.InvalidInputImage, ErrorCodes.ImageNotFound, ErrorCodes.PayloadTooLarge,
                ErrorCodes.ProviderRefusedInput, ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider);
    }
}
