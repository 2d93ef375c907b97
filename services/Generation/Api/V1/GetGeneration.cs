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
        var job = !JobIds.TryParse(id, out var jobId) ? null : await events.ForAsync(
            account, patience, token => jobs.FindAsync(account, jobId, token), static found => found is null || JobState.IsTerminal(found.State), cancellationToken);
        return job is null
            ? (FailureResult)ErrorCodes.GenerationNotFound
            : TypedResults.Ok(GenerationView.Of(job, links, http, withAttempts: true));
    }
}
