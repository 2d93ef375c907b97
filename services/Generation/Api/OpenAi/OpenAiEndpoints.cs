using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Api.Documents;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>The routes under <c>/openai/v1</c>, which OpenAI's own clients call, and what they need.</summary>
internal static class OpenAiEndpoints
{
    // 32,000 characters, each of them escaped twice.
    private const long MaxBody = 512 * 1024;
    private const long MaxJson = 29_000_000;
    private const long MaxForm = 60_000_000;
    private const string Edits = "/openai/v1/images/edits";

    private static readonly ErrorCode[] Failures =
    [
        ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked, ErrorCodes.InsufficientCredits, ErrorCodes.RateLimited, ErrorCodes.ProviderUnavailable,
        ErrorCodes.NoProvider, ErrorCodes.StillRunning, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType,
    ];

    public static void AddOpenAiFamily(this IServiceCollection services)
    {
        services.AddSingleton<OpenAiModels>();
        services.AddSingleton<OpenAiReader>();
        services.AddSingleton<OpenAiEditImages>();
        services.AddSingleton<OpenAiForm>();
        services.AddSingleton<OpenAiFiles>();
        services.AddSingleton<OpenAiStream>();
        services.AddSingleton<MakeOpenAiImages>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/openai/v1/images/generations", OpenAiGenerate.HandleAsync).RequireUserOrKey()
            .WithName("OpenAiGenerate").WithTags("OpenAI").WithSummary("Makes images from a prompt, as OpenAI's call of that name.")
            .WithMetadata(new GenerationEndpoints.RequestSizeLimit(MaxBody))
            .Produces<OpenAiImagesView>().Fails(WireFamily.OpenAi, Failures);

        routes.MapPost(Edits, OpenAiEdit.HandleAsync).RequireUserOrKey()
            .WithName("OpenAiEdit").WithTags("OpenAI").WithSummary("Makes images from images and a prompt, as OpenAI's call of that name: as JSON, or as a form with the files.")
            .TakesLargeJson(MaxJson).AlsoTakesForm(OpenAiFormFields.All)
            .Produces<OpenAiImagesView>().Fails(WireFamily.OpenAi, [.. Failures, ErrorCodes.InvalidInputImage, ErrorCodes.NotCapable, ErrorCodes.ImageNotFound]);

        // The same call in its other form: a document has one operation for both.
        routes.MapPost(Edits, OpenAiEdit.HandleFormAsync).RequireUserOrKey()
            .WithMetadata(new GenerationEndpoints.RequestSizeLimit(MaxForm)).Accepts<IFormFile>("multipart/form-data").ExcludeFromDescription();

        routes.MapGet("/openai/v1/models", ListOpenAiModels.Handle).RequireUserOrKey()
            .WithName("ListOpenAiModels").WithTags("OpenAI").WithSummary("Lists the image models that can be asked for by name.")
            .Fails(WireFamily.OpenAi, ErrorCodes.MissingCredential);

        routes.MapGet("/openai/v1/models/{**model}", GetOpenAiModel.Handle).RequireUserOrKey()
            .WithName("GetOpenAiModel").WithTags("OpenAI").WithSummary("Shows one of them.")
            .Fails(WireFamily.OpenAi, ErrorCodes.MissingCredential, ErrorCodes.ModelNotFound);
    }
}
