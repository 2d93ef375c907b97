using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>The routes under <c>/gemini</c>, and what they need.</summary>
internal static class GeminiEndpoints
{
    // An image of 20 MiB in base64, and what stands around it.
    private const long MaxBody = 29_000_000;

    private const string Models = "/gemini/v1beta/models";
    private const string Vendor = "vendor";

    public static void AddGeminiDialect(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, GeminiSpelling.Resolver));
        services.AddSingleton<GeminiCatalogue>();
        services.AddSingleton<GeminiImages>();
        services.AddSingleton<GeminiReader>();
        services.AddSingleton<GeminiWriter>();
        services.AddSingleton<MakeGeminiImage>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Show(routes.MapGet(Models, GeminiListModels.Handle), ErrorCodes.InvalidRequest)
            .WithName("GeminiListModels").WithSummary("Lists the image models that are served.");
        Show(routes.MapGet(Models + "/{model}", GeminiGetModel.Handle), ErrorCodes.ModelNotFound)
            .WithName("GeminiGetModel").WithSummary("Shows an image model.");
        Make(routes.MapPost(Models + "/{model}:generateContent", GeminiGenerate.HandleAsync))
            .WithName("GeminiGenerateContent").WithSummary("Makes an image from text and images.");
        Make(routes.MapPost(Models + "/{model}:streamGenerateContent", GeminiGenerate.HandleStreamAsync))
            .WithName("GeminiStreamGenerateContent").WithSummary("The same as a stream of one event.");

        // Ids of those who resell have a slash in them, which clients write as it is.
        Show(routes.MapGet(Models + "/{vendor}/{model}", GeminiGetModel.Handle), ErrorCodes.ModelNotFound).ExcludeFromDescription();
        Make(routes.MapPost(Models + "/{vendor}/{model}:generateContent", GeminiGenerate.HandleAsync)).ExcludeFromDescription();
        Make(routes.MapPost(Models + "/{vendor}/{model}:streamGenerateContent", GeminiGenerate.HandleStreamAsync)).ExcludeFromDescription();
    }

    /// <summary>The model's id, of the address.</summary>
    public static string IdOf(string model, HttpContext http) =>
        (http.GetRouteValue(Vendor) is string vendor ? vendor + "/" : "") + model.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static RouteHandlerBuilder Show(RouteHandlerBuilder route, ErrorCode failure) =>
        route.RequireKey().WithTags("Gemini").Fails(WireFamily.Gemini, ErrorCodes.MissingKey, failure);

    private static RouteHandlerBuilder Make(RouteHandlerBuilder route) => route.RequireKey().WithTags("Gemini").TakesLargeJson(MaxBody)
        .Produces(StatusCodes.Status200OK, typeof(void), "application/json")
        .Fails(WireFamily.Gemini, ErrorCodes.MissingKey, ErrorCodes.InvalidRequest, ErrorCodes.ModelNotFound, ErrorCodes.RateLimited, ErrorCodes.ProviderUnavailable,
            ErrorCodes.StillRunning);
}
