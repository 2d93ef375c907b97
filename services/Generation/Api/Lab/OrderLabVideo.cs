using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What the Lab's calls for a video have in common.</summary>
internal sealed class OrderLabVideo(LabAccess access, QuotaMeter meter, RoutingPolicies policies, VideoOffers offers, EnqueueJobs operation)
{
    private const int MaxNegativePrompt = 1_000;

    /// <summary>How long a second of video is waited for, in seconds.</summary>
    public const int SecondsEach = 15;

    /// <param name="readImage">Reads the first frame, and finds what is wrong with it; null when there is none.</param>
    public async Task<Results<Ok<LabVideoResult>, FailureResult>> RunAsync(
        LabVideoRequest body, Caller caller, HttpContext http, Func<RequestValidation, CancellationToken, Task<InputImage?>> readImage, CancellationToken cancellationToken)
    {
        if (access.Admit(caller.Principal, http.Request) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var image = await readImage(validation, cancellationToken);
        var prompt = body.Prompt?.Trim();
        validation.Text("prompt", prompt, 1, LabSettings.MaxPrompt);
        validation.Text("negative_prompt", body.NegativePrompt, 0, MaxNegativePrompt, required: false);
        var shape = VideoShape.Of(body.Settings?.Resolution, body.Settings?.AspectRatio, body.Settings?.Duration, body.Settings?.Fps);
        shape.Check("settings -> ", validation);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (pins.Provider is { } named && !offers.Providers.Contains(named, StringComparer.OrdinalIgnoreCase))
            return (FailureResult)Unknown(named, offers.Providers);

        var size = shape.Size();
        var request = new GenerationRequest(prompt!, size.Width, size.Height, 1, "natural", "video", "lab", pins.Provider, pins.Model)
        {
            Kind = MediaKind.Video,
            Seconds = shape.Duration,
            Fps = shape.Fps,
            Resolution = shape.Resolution,
            Strategy = pins.Strategy,
            Seed = body.Seed,
            NegativePrompt = string.IsNullOrWhiteSpace(body.NegativePrompt) ? null : body.NegativePrompt,
            Inputs = image is null ? null : [image],
            SizedAsInput = image is not null && body.Settings?.AspectRatio is null,
        };
        return await operation.RunAsync(meter.Measure(request, owner), owner, key, quoteId: null, cancellationToken) switch
        {
            QueueResult.Queued queued => TypedResults.Ok(new LabVideoResult(
                JobIds.ToWire(queued.JobId), JobState.Queued, "Video generation started", SecondsEach * shape.Duration, queued.First?.Provider, queued.First?.Model)),
            QueueResult.Refused refused => (FailureResult)refused.Failure,
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }

    private static ApiFailure Unknown(string named, IReadOnlyList<string> available) => new(ErrorCodes.UnknownProvider)
    {
        Message = string.Create(CultureInfo.InvariantCulture, $"Provider '{named}' not found. Available: [{string.Join(", ", available.Select(static name => $"'{name}'"))}]"),
        Fields = [new FieldError("header", "X-Provider", "value_error", "Input should be one of the available providers")],
    };
}
