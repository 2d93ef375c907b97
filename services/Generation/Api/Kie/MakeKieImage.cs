using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What the family's calls for an image have in common, once the request is read: to wait for it, or to order it.</summary>
internal sealed class MakeKieImage(GenerateImages operation, KieOrder order, CancelJobs cancelling, KieWriter writer, IHostApplicationLifetime host)
{
    public async Task<Results<Ok<KieImage>, Accepted<KieAccepted>, FailureResult>> RunAsync(
        GenerationRequest request, string? callbackUrl, Principal caller, string? key, HttpContext http, CancellationToken cancellationToken)
    {
        if (callbackUrl is not null || AsyncPreference.IsAsked(http.Request))
            return await order.PlaceAsync(request, callbackUrl, caller, key, http, cancellationToken);

        switch (await operation.RunAsync(request, caller, key, quoteId: null, cancellationToken))
        {
            case StartResult.Ended { Outcome: { Succeeded: true } outcome }:
                if (outcome.Warnings.Count > 0)
                    http.Response.Headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
                return await writer.WriteAsync(outcome, request, caller.AccountId, http.Request, cancellationToken) is { } made
                    ? TypedResults.Ok(made)
                    : (FailureResult)ErrorCodes.ResultNotKept;
            case StartResult.Ended { Outcome: var outcome }:
                return (FailureResult)KieWriter.FailureOf(outcome.ErrorCode, outcome.RetryAfterSeconds);
            case StartResult.Refused refused:
                return (FailureResult)refused.Failure;
            case StartResult.StillRunning running:
                http.Response.Headers.Location = KieEndpoints.PathOf(JobIds.ToWire(running.JobId));

                // The wait also ends when this process is told to stop, and then another goes on with the job.
                if (host.ApplicationStopping.IsCancellationRequested)
                    return (FailureResult)ErrorCodes.StillRunning;
                await cancelling.RunAsync(caller.AccountId, [running.JobId], CancellationToken.None);
                return (FailureResult)ErrorCodes.NotInTime;
            default:
                return (FailureResult)ErrorCodes.Internal;
        }
    }
}
