using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Cancels a generation. One that has ended already stays as it is; the answer shows how it stands.</summary>
internal static class CancelGeneration
{
    public static async Task<Results<Ok<GenerationView>, FailureResult>> HandleAsync(
        string id, Caller caller, CancelJobs operation, JobReader jobs, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        if (!JobIds.TryParse(id, out var jobId))
            return (FailureResult)ErrorCodes.GenerationNotFound;
        await operation.RunAsync(caller.AccountId, [jobId], cancellationToken);
        return await jobs.FindAsync(caller.AccountId, jobId, cancellationToken) is { } job
            ? TypedResults.Ok(GenerationView.Of(job, links, http, withAttempts: true))
            : (FailureResult)ErrorCodes.GenerationNotFound;
    }
}
