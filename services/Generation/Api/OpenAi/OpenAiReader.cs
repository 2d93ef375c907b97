using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>Reads the parameters that OpenAI's image calls have in common, and finds what is wrong with them.</summary>
internal sealed class OpenAiReader(RoutingPolicies policies, OpenAiModels models)
{
    /// <summary>The family as requests name it.</summary>
    public const string Family = "openai";

    private const string Auto = "auto";
    public const int MaxPrompt = 32_000;
    public const int MaxImages = 10;
    public const int MaxPartials = 3;
    private const int MaxModel = 100;

    public static readonly string[] Qualities = [Auto, "low", "medium", "high", "xhigh", "max", "standard", "hd"];
    public static readonly string[] Backgrounds = [Auto, "opaque", "transparent"];
    public static readonly string[] Moderations = [Auto, "low"];
    public static readonly string[] Styles = ["vivid", "natural"];

    /// <summary>The request; only to be used when the validation has not failed.</summary>
    public GenerationRequest Read(OpenAiImageFields body, HttpRequest http, RequestValidation validation)
    {
        CheckUnknown("", body.Unknown, validation);
        validation.Text("prompt", body.Prompt, 1, MaxPrompt);
        validation.Range("n", body.N ?? 1, 1, MaxImages);
        validation.OneOf("quality", body.Quality, Qualities);
        validation.OneOf("background", body.Background, Backgrounds);
        validation.OneOf("moderation", body.Moderation, Moderations);
        validation.OneOf("style", body.Style, Styles);
        validation.Range("partial_images", body.PartialImages ?? 0, 0, MaxPartials);
        CheckModel(body.Model, validation);
        var size = OpenAiSize.Read(body.Size, validation);
        var pins = RoutingHeaders.Read(http, policies, validation);
        var model = body.Model is { Length: > 0 } named ? models.Find(named)?.Id : pins.Model;
        return new GenerationRequest(body.Prompt ?? "", size.Width, size.Height, body.N ?? 1, "natural", "basic", Family, pins.Provider, model)
        {
            Strategy = pins.Strategy,
            SafetyLevel = body.Moderation == "low" ? "relaxed" : null,
        };
    }

    /// <summary>Refuses by name what the call does not know, as OpenAI does: what is not read must not look as if it were.</summary>
    public static void CheckUnknown(string within, Dictionary<string, System.Text.Json.JsonElement>? unknown, RequestValidation validation)
    {
        foreach (var name in unknown?.Keys ?? Enumerable.Empty<string>())
            validation.Add(within + name, OpenAiErrors.UnknownParameter, "Unknown parameter");
    }

    private void CheckModel(string? model, RequestValidation validation)
    {
        if (string.IsNullOrEmpty(model) || models.Find(model) is not null || OpenAiModels.IsTheirs(model))
            return;
        validation.Add("model", "value_error", model.Length <= MaxModel && ModelIds.IsId(model) ? $"The model '{model}' does not exist." : "The model does not exist.");
    }
}
