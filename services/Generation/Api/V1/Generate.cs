using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What <c>POST /v1/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters.</param>
/// <param name="Size">One of <see cref="ImageSizes"/>; default <c>1024x1024</c>.</param>
/// <param name="Style"><c>natural</c> (default) or <c>artistic</c>.</param>
/// <param name="N">How many images, 1 to 4; default 1.</param>
/// <param name="Seed">0 to 2,147,483,647: the same one gives the same images on models that take it.</param>
/// <param name="NegativePrompt">What shall not be seen, 1 to 1,000 characters.</param>
/// <param name="FallbackOnRefusal">Whether another provider may be asked after one refused by its safety rules; default false.</param>
/// <param name="Async">Whether to answer at once, with where the result will be; default false. <c>Prefer: respond-async</c> says the same.</param>
internal sealed record GenerateRequest(
    string? Prompt, string? Size, string? Style, int? N, long? Seed = null, string? NegativePrompt = null, bool? FallbackOnRefusal = null, bool? Async = null);

/// <summary>What it answers. <see cref="Images"/> is there when more than one was asked for.</summary>
internal sealed record GenerateResponse(string Id, string Url, string Prompt, DateTimeOffset CreatedAt)
{
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GeneratedImage>? Images { get; init; }
}

/// <summary>One image of the answer.</summary>
internal sealed record GeneratedImage(string Url);

internal static class Generate
{
    public static async Task<Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult>> HandleAsync(
        GenerateRequest body, Caller caller, HttpContext http, GenerateReader reader, GenerateImages operation, EnqueueJobs queue, ImageLinks links,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http.Request, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var quote = QuoteHeader.Read(http.Request);
        if (body.Async ?? AsyncPreference.IsAsked(http.Request))
            return Accept(http, await queue.RunAsync(request, caller.Principal, key, quote, cancellationToken));
        return await operation.RunAsync(request, caller.Principal, key, quote, cancellationToken) switch
        {
            StartResult.Ended { Outcome: { Succeeded: true } outcome } => Answer(http, links, outcome, request.Count),
            StartResult.Ended ended => Failed(ended.Outcome),
            StartResult.Refused refused => (FailureResult)refused.Failure,
            StartResult.StillRunning running => StillRunning(http, running.JobId),
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }

    private static Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult> Accept(HttpContext http, QueueResult result)
    {
        if (result is QueueResult.Refused refused)
            return (FailureResult)refused.Failure;
        if (result is not QueueResult.Queued queued)
            return (FailureResult)ErrorCodes.Internal;
        var view = JobAcceptedView.Of(queued);
        AsyncPreference.Grant(http.Response, view.Url);
        return TypedResults.Accepted(view.Url, view);
    }

    private static Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult> Answer(HttpContext http, ImageLinks links, JobOutcome outcome, int asked)
    {
        var urls = outcome.Images.Select(image => image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, http.Request) : image.InlineUrl).ToList();
        if (urls.Any(static url => url is null))
            return (FailureResult)ErrorCodes.ResultNotKept;
        var headers = http.Response.Headers;
        headers["X-Provider"] = outcome.Provider;
        headers["X-Model"] = outcome.Model;
        if (outcome.Warnings.Count > 0)
            headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
        var id = JobIds.ToWire(outcome.JobId);
        return TypedResults.Created($"/v1/generations/{id}", new GenerateResponse(id, urls[0]!, outcome.Prompt, outcome.CreatedAt)
        {
            Images = asked > 1 ? [.. urls.Select(static url => new GeneratedImage(url!))] : null,
        });
    }

    private static FailureResult Failed(JobOutcome outcome) => new ApiFailure(outcome.Error)
    {
        RetryAfter = outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private static FailureResult StillRunning(HttpContext http, Guid jobId)
    {
        http.Response.Headers.Location = $"/v1/generations/{JobIds.ToWire(jobId)}";
        return ErrorCodes.StillRunning;
    }
}
