using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Kie;

internal static class KieTask
{
    public static async Task<Results<Ok<KieTaskView>, FailureResult>> HandleAsync(
        string taskId, Caller caller, JobReader jobs, ImageLinks links, KieWriter writer, HttpRequest http, CancellationToken cancellationToken)
    {
        if (!JobIds.TryParse(taskId, out var jobId) || await jobs.FindAsync(caller.AccountId, jobId, cancellationToken) is not { } job || RequestOf(job) is not { } request)
            return (FailureResult)ErrorCodes.TaskNotFound;
        if (job.State != JobState.Succeeded)
            return TypedResults.Ok(KieTaskView.Of(job));
        return await writer.WriteAsync(job, request, links.OriginOf(http), cancellationToken) is { } made
            ? TypedResults.Ok(KieTaskView.Completed(job, made))
            : (FailureResult)ErrorCodes.ResultNotKept;
    }

    /// <summary>Videos and several images at once have no place in this family's answers.</summary>
    private static GenerationRequest? RequestOf(Job job) =>
        JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest) is { Family: KieReader.Family } request ? request : null;
}
