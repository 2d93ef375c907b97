using System.Text.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Folds the ends of a job's images into the job's: success when at least one was delivered, and then exactly those are charged;
/// otherwise the first image's failure, and nothing is charged. Pure.
/// </summary>
internal static class JobEnding
{
    public static FinishedJob Of(JobRecord job, IReadOnlyList<FinishedImage> images, DateTimeOffset now)
    {
        var delivered = images.Count(static image => image.Delivered is not null);
        if (delivered == 0)
            return Failed(job, images);

        var settle = new SettleHoldRequest(
            job.Id, job.KeyId, delivered, job.Provider, job.Request.Mode, Milliseconds(now - job.CreatedAt), now);
        return new FinishedJob(
            job.Id, JobState.Succeeded,
            ChargedCredits: job.HeldCredits / job.Request.Count * delivered,
            ProviderCostMicros: job.ProviderCostMicros / job.Request.Count * delivered,
            ErrorCode: null, ErrorDetail: null, RetryAfterSeconds: null,
            Warnings(job, images, delivered), images,
            OutboxMessage.Settle, JsonSerializer.Serialize(settle, GenerationJsonContext.Default.SettleHoldRequest));
    }

    /// <summary>Never negative, although the clock may be set back a little between the two moments.</summary>
    private static int Milliseconds(TimeSpan duration) => (int)Math.Clamp(duration.TotalMilliseconds, 0, int.MaxValue);

    private static FinishedJob Failed(JobRecord job, IReadOnlyList<FinishedImage> images)
    {
        var first = images[0];
        var code = first.Failure == ImageMaker.ImageStoreFailure
            ? ErrorCodes.StorageUnavailable
            : FailurePolicy.ErrorOf(FailureNames.Parse(first.Failure) ?? FailureClass.Unknown);
        return new FinishedJob(
            job.Id, JobState.Failed, ChargedCredits: 0, ProviderCostMicros: 0, code.Code, first.Detail,
            (int?)first.RetryAfter?.TotalSeconds, Warnings: [], images, OutboxMessage.Release, "{}");
    }

    private static List<string> Warnings(JobRecord job, IReadOnlyList<FinishedImage> images, int delivered)
    {
        var warnings = new List<string>();
        if (delivered < job.Request.Count)
            warnings.Add(GenerationWarning.CountMismatch);
        if (images.Any(image => image.Delivered is { } made && (made.Width != job.Request.Width || made.Height != job.Request.Height)))
            warnings.Add(GenerationWarning.SizeMismatch);
        if (images.Any(static image => image.Delivered is { StorageKey: null }))
            warnings.Add(GenerationWarning.NotStored);
        return warnings;
    }
}
