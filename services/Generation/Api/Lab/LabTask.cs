using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>How a task stands: a batch, or a video or image that its caller comes back for.</summary>
internal static class LabTask
{
    public static async Task<Results<Ok<LabTaskView>, FailureResult>> GetAsync(
        string id, Caller caller, LabAccess access, BatchReader batches, JobReader jobs, ImageLinks links, HttpRequest http, CancellationToken cancellationToken) =>
        await FindAsync(id, access.OwnerOf(caller.Principal, http).AccountId, batches, jobs, links, http, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : (FailureResult)ErrorCodes.TaskNotFound;

    /// <summary>Cancels what has not ended of it.</summary>
    public static async Task<Results<Ok<LabTaskView>, FailureResult>> CancelAsync(
        string id, Caller caller, LabAccess access, CancelJobs operation, BatchReader batches, JobReader jobs, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var account = access.OwnerOf(caller.Principal, http).AccountId;
        if (JobIds.TryParse(id, out var jobId))
            await operation.RunAsync(account, [jobId], cancellationToken);
        else if (BatchIds.TryParse(id, out var batchId) && await batches.FindAsync(account, batchId, cancellationToken) is { } found)
            await operation.RunAsync(account, [.. found.Items.Select(static item => item.Id)], cancellationToken);
        return await GetAsync(id, caller, access, batches, jobs, links, http, cancellationToken);
    }

    private static async Task<LabTaskView?> FindAsync(
        string id, Guid accountId, BatchReader batches, JobReader jobs, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        if (BatchIds.TryParse(id, out var batchId))
            return await batches.FindAsync(accountId, batchId, cancellationToken) is { } batch ? LabTaskView.Of(batch, links, http) : null;
        return JobIds.TryParse(id, out var jobId) && await jobs.FindAsync(accountId, jobId, cancellationToken) is { } job
            ? LabTaskView.Of(job, links, http)
            : null;
    }
}
