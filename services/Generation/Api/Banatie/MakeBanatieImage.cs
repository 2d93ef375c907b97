using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Enhancing;
using NanoBanana.Generation.FileNames;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Moderation;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>Makes an image for the family's callers, whatever body they asked with: enhances its prompt if it shall, waits, names it, answers.</summary>
internal sealed class MakeBanatieImage(GenerateImages operation, JobStore jobs, EnhancePrompt enhance, Moderator moderator, BanatieWriter writer)
{
    /// <param name="key">The caller's <c>Idempotency-Key</c>; null for none.</param>
    public async Task<Results<Ok<BanatieAnswer>, FailureResult>> RunAsync(
        GenerationRequest request, FileNaming naming, string? key, Principal caller, HttpContext http, CancellationToken cancellationToken)
    {
        var (ready, blocked) = await EnhanceAsync(request, key, caller, cancellationToken);
        if (blocked is not null)
            return (FailureResult)blocked;
        switch (await operation.RunAsync(ready, caller, key, quoteId: null, cancellationToken))
        {
            case StartResult.Ended { Outcome: { Succeeded: true } outcome }:
                Tell(http.Response, outcome);
                return await writer.WriteAsync(outcome, request.FileName!, naming, caller, http.Request, cancellationToken) is { } image
                    ? TypedResults.Ok(BanatieAnswer.Of(image))
                    : (FailureResult)ErrorCodes.ResultNotKept;
            case StartResult.Ended { Outcome: var outcome }:
                return (FailureResult)new ApiFailure(outcome.Error)
                {
                    RetryAfter = outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                };
            case StartResult.Refused refused:
                return (FailureResult)refused.Failure;
            case StartResult.StillRunning running:
                http.Response.Headers.Location = $"/v1/generations/{JobIds.ToWire(running.JobId)}";
                return (FailureResult)ErrorCodes.StillRunning;
            default:
                return (FailureResult)ErrorCodes.Internal;
        }
    }

    /// <summary>The request with its prompt enhanced, bound to what was sent: what a model writes differs from one call to its repeat.</summary>
    private async Task<(GenerationRequest Ready, ApiFailure? Blocked)> EnhanceAsync(
        GenerationRequest request, string? key, Principal caller, CancellationToken cancellationToken)
    {
        // A repeat is answered with what its first call made, and asks no model.
        if (request.Enhance is not { } options
            || (key is not null && await jobs.FindBoundKeyAsync(caller.AccountId, key, cancellationToken) is { IsLive: true }))
            return (request, null);
        if (await moderator.RefuseAsync([request with { Prompt = string.Join('\n', options.Words.Prepend(request.Prompt)) }], caller, cancellationToken) is { } blocked)
            return (request, blocked);
        var enhancement = await enhance.RunAsync(request.Prompt, options, OutputFormats.Text);
        return (request with { Prompt = enhancement.EnhancedPrompt, Enhancement = enhancement, AsSent = request }, null);
    }

    private static void Tell(HttpResponse response, JobOutcome outcome)
    {
        response.Headers["X-Provider"] = outcome.Provider;
        response.Headers["X-Model"] = outcome.Model;
        if (outcome.Warnings.Count > 0)
            response.Headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
    }
}
