using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters after trimming.</param>
/// <param name="IncludeThinking">Whether the model's thoughts are wanted; it has none to show yet.</param>
internal sealed record LabGenerateRequest(string? Prompt, LabSettings? Settings, bool? IncludeThinking);

/// <summary>What it answers.</summary>
/// <param name="Duration">From the job's start to its end, in seconds.</param>
/// <param name="Mode"><c>basic</c>.</param>
internal sealed record LabGenerateResult(
    LabImage Image, string Prompt, string? Thinking, string? TextResponse, double Duration, string Mode, LabSettings Settings, DateTimeOffset CreatedAt,
    string? Provider, string? Model, IReadOnlyList<string>? SearchSources);

/// <summary>One image.</summary>
internal sealed record LabImage(string Key, string Filename, string? Url, int? Width, int? Height);

internal static class LabGenerate
{
    private const string Mode = "basic";

    public static async Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        LabGenerateRequest body, Caller caller, HttpContext http, LabAccess access, QuotaMeter meter, RoutingPolicies policies, LabDefaults defaults,
        GenerateImages operation, EnqueueJobs queue, ImageLinks links, CancellationToken cancellationToken)
    {
        var ownKey = CallerKeyHeader.Read(http.Request);
        var owner = ownKey is null ? access.Admit(caller.Principal, http.Request) : access.OwnerOf(caller.Principal, http.Request);
        if (owner is null)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var prompt = body.Prompt?.Trim();
        validation.Text("prompt", prompt, 1, LabSettings.MaxPrompt);
        var settings = await defaults.FillAsync(body.Settings, owner, cancellationToken);
        settings.Check(validation);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var request = settings.RequestFor(prompt!, Mode, pins);
        var metered = meter.Measure(request, owner);
        if (ownKey is null && AsyncPreference.IsAsked(http.Request))
            return Accept(http, await queue.RunAsync(metered, owner, key, quoteId: null, cancellationToken));
        var result = ownKey is null
            ? await operation.RunAsync(metered, owner, key, quoteId: null, cancellationToken)
            : await operation.RunOnOwnKeyAsync(request, owner, ownKey, cancellationToken);
        return result switch
        {
            StartResult.Ended { Outcome: { Succeeded: true } outcome } => Answer(http, links, outcome, settings),
            StartResult.Ended ended => (FailureResult)new ApiFailure(ended.Outcome.Error)
            {
                RetryAfter = ended.Outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            },
            StartResult.Refused refused => (FailureResult)refused.Failure,
            StartResult.StillRunning => (FailureResult)ErrorCodes.StillRunning,
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }

    private static Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult> Accept(HttpContext http, QueueResult result)
    {
        if (result is QueueResult.Refused refused)
            return (FailureResult)refused.Failure;
        if (result is not QueueResult.Queued queued)
            return (FailureResult)ErrorCodes.Internal;
        var id = JobIds.ToWire(queued.JobId);
        AsyncPreference.Grant(http.Response, $"/api/generate/task/{id}");
        return TypedResults.Accepted($"/api/generate/task/{id}", new LabBatchResult(id, 1, JobState.Queued));
    }

    private static Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult> Answer(HttpContext http, ImageLinks links, JobOutcome outcome, LabSettings settings)
    {
        var image = outcome.Images[0];
        var url = image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, http.Request) : image.InlineUrl;
        if (url is null)
            return (FailureResult)ErrorCodes.ResultNotKept;
        if (outcome.Warnings.Count > 0)
            http.Response.Headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
        var name = HistoryNames.Of(Mode, outcome.Prompt, outcome.CreatedAt, image.MediaType, image.Image);
        return TypedResults.Ok(new LabGenerateResult(
            new LabImage(name, Path.GetFileName(name), url, image.Width, image.Height), outcome.Prompt, Thinking: null, TextResponse: null,
            Math.Round(outcome.Duration.TotalSeconds, 3), Mode, settings, outcome.CreatedAt, outcome.Provider, outcome.Model, SearchSources: null));
    }
}
