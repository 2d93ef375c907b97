using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/video/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters after trimming.</param>
/// <param name="NegativePrompt">At most 1,000 characters.</param>
internal sealed record LabVideoRequest(string? Prompt, string? NegativePrompt, LabVideoSettings? Settings, long? Seed);

/// <summary>How a video shall be.</summary>
/// <param name="Resolution"><c>480p</c>, <c>720p</c> (default), <c>1080p</c> or <c>4K</c>.</param>
/// <param name="AspectRatio"><c>1:1</c>, <c>16:9</c> (default), <c>9:16</c>, <c>21:9</c> or <c>4:5</c>.</param>
/// <param name="Fps">15 to 60; unset takes what the model makes, which is 24 of most.</param>
/// <param name="Duration">In seconds, 1 to 60; default 5.</param>
internal sealed record LabVideoSettings(string? Resolution, string? AspectRatio, int? Fps, int? Duration);

/// <summary>What it answers.</summary>
/// <param name="TaskId">For <c>GET /api/generate/task/{id}</c>.</param>
/// <param name="EstimatedDuration">Until it is made, in seconds.</param>
internal sealed record LabVideoResult(string TaskId, string Status, string Message, int EstimatedDuration, string? Provider, string? Model);

internal static class LabVideo
{
    private const int MaxNegativePrompt = 1_000;
    /// <summary>How long a second of video is waited for, in seconds.</summary>
    public const int SecondsEach = 15;

    public static async Task<Results<Ok<LabVideoResult>, FailureResult>> HandleAsync(
        LabVideoRequest body, Caller caller, HttpRequest http, LabAccess access, QuotaMeter meter, RoutingPolicies policies, VideoOffers offers, EnqueueJobs operation,
        CancellationToken cancellationToken)
    {
        if (access.Admit(caller.Principal, http) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var prompt = body.Prompt?.Trim();
        validation.Text("prompt", prompt, 1, LabSettings.MaxPrompt);
        validation.Text("negative_prompt", body.NegativePrompt, 0, MaxNegativePrompt, required: false);
        var shape = VideoShape.Of(body.Settings?.Resolution, body.Settings?.AspectRatio, body.Settings?.Duration, body.Settings?.Fps);
        shape.Check("settings -> ", validation);
        var pins = RoutingHeaders.Read(http, policies, validation);
        var key = IdempotencyHeader.Read(http, validation);
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
