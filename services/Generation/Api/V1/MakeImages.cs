using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What the SaaS calls for images have in common, once the request is read: to wait for them, or to order them.</summary>
internal sealed class MakeImages(GenerateImages operation, EnqueueJobs queue, ImageLinks links)
{
    public async Task<Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult>> RunAsync(
        GenerationRequest request, bool? isAsync, Principal caller, string? key, HttpContext http, CancellationToken cancellationToken)
    {
        var quote = QuoteHeader.Read(http.Request);
        if (isAsync ?? AsyncPreference.IsAsked(http.Request))
            return Accept(http, await queue.RunAsync(request, caller, key, quote, cancellationToken));
        return await operation.RunAsync(request, caller, key, quote, cancellationToken) switch
        {
            StartResult.Ended { Outcome: { Succeeded: true } outcome } => Answer(http, outcome, request.Count),
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

    private Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult> Answer(HttpContext http, JobOutcome outcome, int asked)
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
