using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>How a task stands.</summary>
/// <param name="View">As <c>GET /api/generate/task/{id}</c> shows it.</param>
/// <param name="Stage">Null when it has ended.</param>
/// <param name="Error">Why nothing came of it; null when something did.</param>
/// <param name="Complete">Of a single job that succeeded.</param>
internal sealed record TaskSnapshot(LabTaskView View, string? Stage, ErrorCode? Error, GenerateCompletePayload? Complete);

/// <summary>Reads how tasks stand. The account is part of every query.</summary>
internal sealed class TaskReader(JobReader jobs, BatchReader batches, ImageLinks links)
{
    /// <summary>Null when the account has no such task.</summary>
    public async Task<TaskSnapshot?> FindAsync(Guid accountId, FollowedTask task, HttpRequest http, CancellationToken cancellationToken)
    {
        if (task.BatchId is { } batchId)
            return await batches.FindAsync(accountId, batchId, cancellationToken) is { } found ? Of(found, http) : null;
        return await jobs.FindAsync(accountId, task.JobId!.Value, cancellationToken) is { } job ? Of(job, http) : null;
    }

    /// <summary>The word that a socket's errors carry: the Lab's, but for a cancellation.</summary>
    public static string CodeOf(ErrorCode error) => error == ErrorCodes.Cancelled ? "cancelled" : LabErrors.Code(error.Kind);

    private TaskSnapshot Of(BatchWithItems found, HttpRequest http)
    {
        var batch = found.Batch;
        var stage = batch.FinishedAt is not null ? null : batch.StartedAt is null ? JobStage.Queued : JobStage.Generating;
        var error = batch.FinishedAt is null || batch.Succeeded > 0 ? null
            : batch.Cancelled > 0 ? ErrorCodes.Cancelled
            : ErrorCodes.Find(found.Items.FirstOrDefault(static item => item.State == JobState.Failed)?.ErrorCode);
        return new TaskSnapshot(LabTaskView.Of(found, links, http), stage, error, Complete: null);
    }

    private TaskSnapshot Of(Job job, HttpRequest http) => new(
        LabTaskView.Of(job, links, http), JobStage.Of(job), job.State is JobState.Failed or JobState.Cancelled ? ErrorCodes.Find(job.ErrorCode) : null,
        job.State == JobState.Succeeded ? CompleteOf(job, http) : null);

    private GenerateCompletePayload CompleteOf(Job job, HttpRequest http)
    {
        var image = job.Images.MinBy(static image => image.Image)!;
        var request = JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest)!;
        return new GenerateCompletePayload(
            JobIds.ToWire(job.Id), ImageNames.FileName(job.Id, image.Image, image.MediaType),
            image.StorageKey is null ? null : links.UrlOf(job.Id, image.Image, image.MediaType, http), request.Prompt, job.Provider,
            (long)(job.FinishedAt!.Value - job.CreatedAt).TotalMilliseconds);
    }
}
