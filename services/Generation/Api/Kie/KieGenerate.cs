using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Kie;

internal static class KieGenerate
{
    public static async Task<Results<Ok<KieImage>, Accepted<KieAccepted>, FailureResult>> HandleAsync(
        KieGenerateRequest body, Caller caller, HttpContext http, KieReader reader, GenerateImages operation, KieOrder order, CancelJobs cancelling, KieWriter writer,
        IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http.Request, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (body.CallbackUrl is not null || AsyncPreference.IsAsked(http.Request))
            return await order.PlaceAsync(request, body.CallbackUrl, caller.Principal, key, http, cancellationToken);

        switch (await operation.RunAsync(request, caller.Principal, key, quoteId: null, cancellationToken))
        {
            case StartResult.Ended { Outcome: { Succeeded: true } outcome }:
                if (outcome.Warnings.Count > 0)
                    http.Response.Headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
                return await writer.WriteAsync(outcome, caller.AccountId, http.Request, cancellationToken) is { } made
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
