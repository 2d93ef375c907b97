using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Reads what <c>POST /v1/videos</c> and <c>POST /v1/videos/quotes</c> are asked, and finds all that is wrong with it.</summary>
internal sealed class VideoReader(RoutingPolicies policies)
{
    private const int MaxPrompt = 2_000;
    private const int MaxNegativePrompt = 1_000;

    /// <summary>The request; only to be used when the validation has not failed.</summary>
    public GenerationRequest Read(CreateVideoRequest body, HttpRequest http, RequestValidation validation)
    {
        validation.Text("prompt", body.Prompt, 1, MaxPrompt);
        validation.Text("negative_prompt", body.NegativePrompt, 1, MaxNegativePrompt, required: false);
        if (body.Seed is < 0 or > int.MaxValue)
            validation.Add("seed", "value_error", $"Input should be from 0 to {int.MaxValue}");
        var shape = VideoShape.Of(body.Resolution, body.AspectRatio, body.Duration, body.Fps);
        shape.Check(prefix: "", validation);
        var pins = RoutingHeaders.Read(http, policies, validation);
        var size = validation.Failed ? default : shape.Size();
        return new GenerationRequest(body.Prompt ?? "", size.Width, size.Height, 1, "natural", "video", "ours", pins.Provider, pins.Model)
        {
            Kind = MediaKind.Video,
            Seconds = shape.Duration,
            Fps = body.Fps,
            Resolution = shape.Resolution,
            Strategy = pins.Strategy,
            Seed = body.Seed,
            NegativePrompt = body.NegativePrompt,
            FallbackOnRefusal = body.FallbackOnRefusal ?? false,
        };
    }
}
