using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>A finished video.</summary>
/// <param name="ThumbnailUrl">None: nothing here decodes videos.</param>
/// <param name="Duration">In seconds, as measured.</param>
/// <param name="FileSize">In bytes.</param>
internal sealed record LabVideoFile(string TaskId, string? Url, string? ThumbnailUrl, double? Duration, int Width, int Height, int FileSize);

/// <summary>How a video stands.</summary>
/// <param name="Status"><c>queued</c>, <c>processing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Progress">0 to 100: until it has ended, by the time that such videos usually take, and never more than 95.</param>
/// <param name="Error">Why there is none.</param>
/// <param name="EstimatedCost">What is charged for it, or set aside until it has ended, in dollars.</param>
internal sealed record LabVideoTaskView(
    string TaskId, string Status, int Progress, LabVideoFile? Video, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt,
    string? Provider, string? Model, decimal EstimatedCost)
{
    private const int AlmostDone = 95;
    private const decimal CreditsOfADollar = 1_000m;

    public static LabVideoTaskView Of(Job job, ImageLinks links, HttpRequest http, DateTimeOffset now)
    {
        var startedAt = job.Attempts.Where(static attempt => attempt.State != AttemptState.NotSent).Min(static attempt => (DateTimeOffset?)attempt.StartedAt);
        return new LabVideoTaskView(
            JobIds.ToWire(job.Id),
            job.State switch
            {
                JobState.Running => "processing",
                JobState.Succeeded => "completed",
                var state => state,
            },
            JobState.IsTerminal(job.State) ? 100 : startedAt is { } since ? ProgressOf(job, now - since) : 0,
            job.Images.FirstOrDefault() is { } file ? FileOf(job, file, links, http) : null,
            job.State is JobState.Failed or JobState.Cancelled ? ErrorCodes.Find(job.ErrorCode).Message : null,
            job.CreatedAt, startedAt, job.FinishedAt, job.Provider, job.Model, (job.ChargedCredits ?? job.HeldCredits) / CreditsOfADollar);
    }

    private static int ProgressOf(Job job, TimeSpan running)
    {
        var request = JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest)!;
        var expected = OrderLabVideo.SecondsEach * Math.Max(1, request.Seconds ?? 1);
        return (int)Math.Clamp(running.TotalSeconds * 100 / expected, 0, AlmostDone);
    }

    private static LabVideoFile FileOf(Job job, JobImage file, ImageLinks links, HttpRequest http) => new(
        JobIds.ToWire(job.Id), file.StorageKey is null ? null : links.UrlOf(job.Id, file.Image, file.MediaType, http), ThumbnailUrl: null,
        file.DurationMs is { } length ? length / 1_000.0 : null, file.Width, file.Height, file.ByteCount);
}

/// <summary>A video that its caller comes back for.</summary>
internal static class LabVideoTask
{
    public static async Task<Results<Ok<LabVideoTaskView>, FailureResult>> GetAsync(
        string id, Caller caller, LabAccess access, JobReader jobs, ImageLinks links, HttpRequest http, TimeProvider time, CancellationToken cancellationToken) =>
        await FindAsync(id, access.OwnerOf(caller.Principal, http).AccountId, jobs, cancellationToken) is { } job
            ? TypedResults.Ok(LabVideoTaskView.Of(job, links, http, time.GetUtcNow()))
            : (FailureResult)ErrorCodes.TaskNotFound;

    /// <summary>Cancels it unless it has ended.</summary>
    public static async Task<Results<Ok<LabVideoTaskView>, FailureResult>> CancelAsync(
        string id, Caller caller, LabAccess access, CancelJobs operation, JobReader jobs, ImageLinks links, HttpRequest http, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var account = access.OwnerOf(caller.Principal, http).AccountId;
        if (await FindAsync(id, account, jobs, cancellationToken) is not { } job)
            return (FailureResult)ErrorCodes.TaskNotFound;
        await operation.RunAsync(account, [job.Id], cancellationToken);
        return await GetAsync(id, caller, access, jobs, links, http, time, cancellationToken);
    }

    private static async Task<Job?> FindAsync(string id, Guid account, JobReader jobs, CancellationToken cancellationToken) =>
        JobIds.TryParse(id, out var jobId) && await jobs.FindAsync(account, jobId, cancellationToken) is { } job && job.Kind == PriceList.Name(MediaKind.Video) ? job : null;
}
