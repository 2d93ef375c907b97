using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

internal static class GetGeneration
{
    /// <param name="wait">For its end, in seconds.</param>
    public static async Task<Results<Ok<GenerationView>, FailureResult>> HandleAsync(
        string id, string? wait, Caller caller, JobReader jobs, EventWait events, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var patience = WaitParameter.Read(wait, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var account = caller.AccountId;
        if (!JobIds.TryParse(id, out var jobId))
            return (FailureResult)ErrorCodes.GenerationNotFound;
        await events.ForEndAsync(account, patience, token => jobs.HasEndedAsync(account, jobId, token), cancellationToken);
        return await jobs.FindAsync(account, jobId, cancellationToken) is { } job
            ? TypedResults.Ok(GenerationView.Of(job, links, http, withAttempts: true))
            : (FailureResult)ErrorCodes.GenerationNotFound;
    }
}
