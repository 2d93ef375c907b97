using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Reads what <c>POST /v1/generate</c> and <c>POST /v1/quotes</c> are asked, and finds all that is wrong with it.</summary>
internal sealed class GenerateReader(RoutingPolicies policies)
{
    private const int MaxPrompt = 2_000;
    private const int MaxNegativePrompt = 1_000;
    private const int MaxImages = 4;
    private static readonly string[] Styles = ["natural", "artistic"];

    /// <summary>The request; only to be used when the validation has not failed.</summary>
    public GenerationRequest Read(GenerateRequest body, HttpRequest http, RequestValidation validation)
    {
        validation.Text("prompt", body.Prompt, 1, MaxPrompt);
        validation.OneOf("size", body.Size, ImageSizes.Names);
        validation.OneOf("style", body.Style, Styles);
        validation.Range("n", body.N ?? 1, 1, MaxImages);
        validation.Text("negative_prompt", body.NegativePrompt, 1, MaxNegativePrompt, required: false);
        if (body.Seed is < 0 or > int.MaxValue)
            validation.Add("seed", "value_error", $"Input should be from 0 to {int.MaxValue}");
        var pins = RoutingHeaders.Read(http, policies, validation);
        var (width, height) = validation.Failed ? default : ImageSizes.Parse(body.Size ?? ImageSizes.Default);
        return new GenerationRequest(body.Prompt ?? "", width, height, body.N ?? 1, body.Style ?? "natural", "basic", "saas", pins.Provider, pins.Model)
        {
            Strategy = pins.Strategy,
            Seed = body.Seed,
            NegativePrompt = body.NegativePrompt,
            FallbackOnRefusal = body.FallbackOnRefusal ?? false,
        };
    }
}
