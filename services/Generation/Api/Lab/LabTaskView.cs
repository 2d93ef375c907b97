using System.Globalization;
using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>A task as the Lab shows it: a batch, or one job that its caller comes back for.</summary>
/// <param name="Status"><c>queued</c>, <c>processing</c>, <c>completed</c>, <c>failed</c> (all prompts did) or <c>cancelled</c>.</param>
/// <param name="Progress">How many prompts have ended.</param>
/// <param name="CurrentPrompt">The first that is being made.</param>
/// <param name="Errors"><c>Prompt 3: ...</c>, one for each that made nothing.</param>
internal sealed record LabTaskView(
    string TaskId, string Status, int Progress, int Total, string? CurrentPrompt, IReadOnlyList<LabImage> Results, IReadOnlyList<string> Errors,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt)
{
    public static LabTaskView Of(BatchWithItems found, ImageLinks links, HttpRequest http)
    {
        var batch = found.Batch;
        var done = batch.Succeeded + batch.Failed + batch.Cancelled;
        var status = batch.FinishedAt is null ? (batch.StartedAt is null ? "queued" : "processing")
            : batch.Succeeded > 0 ? "completed"
            : batch.Cancelled > 0 ? "cancelled"
            : "failed";
        return Of(BatchIds.ToWire(batch.Id), status, done, batch.Total, found.Items, batch.StartedAt, batch.FinishedAt, links, http);
    }

    /// <summary>A single job, with its attempts, under its own id.</summary>
    public static LabTaskView Of(Job job, ImageLinks links, HttpRequest http)
    {
        var status = job.State switch
        {
            JobState.Queued => "queued",
            JobState.Running => "processing",
            JobState.Succeeded => "completed",
            var state => state,
        };
        var startedAt = job.Attempts.Where(static attempt => attempt.State != AttemptState.NotSent).Min(static attempt => (DateTimeOffset?)attempt.StartedAt);
        return Of(JobIds.ToWire(job.Id), status, JobState.IsTerminal(job.State) ? 1 : 0, 1, [job], startedAt, job.FinishedAt, links, http);
    }

    private static LabTaskView Of(
        string id, string status, int done, int total, IReadOnlyList<Job> jobs, DateTimeOffset? startedAt, DateTimeOffset? completedAt, ImageLinks links, HttpRequest http) => new(
        id, status, done, total, jobs.FirstOrDefault(static job => job.State == JobState.Running) is { } current ? RequestOf(current).Prompt : null,
        [.. jobs.SelectMany(job => job.Images.OrderBy(static image => image.Image).Select(image => ImageOf(job, image, links, http)))],
        [.. jobs.Select(static (job, index) => ErrorOf(job, index)).OfType<string>()], startedAt, completedAt);

    private static LabImage ImageOf(Job job, JobImage image, ImageLinks links, HttpRequest http)
    {
        return new LabImage(
            image.Name, Path.GetFileName(image.Name), image.StorageKey is null ? null : links.UrlOf(job.Id, image.Image, image.MediaType, http), image.Width, image.Height);
    }

    private static string? ErrorOf(Job job, int index) => job.State is JobState.Failed or JobState.Cancelled
        ? string.Create(CultureInfo.InvariantCulture, $"Prompt {index + 1}: {ErrorCodes.Find(job.ErrorCode).Message}")
        : null;

    private static GenerationRequest RequestOf(Job job) => JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest)!;
}
