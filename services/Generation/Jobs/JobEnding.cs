using System.Text.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Folds the ends of a job's images into the job's: success when at least one was delivered, and then exactly those are charged, at the
/// price that was held whoever made them; otherwise the first image's failure, and nothing is charged. One that was cancelled before all was
/// made is charged for what was. Pure.
/// </summary>
internal static class JobEnding
{
    private const int LengthToleranceMs = 500;

    public static FinishedJob Of(JobRecord job, IReadOnlyList<FinishedImage> images, DateTimeOffset now)
    {
        var delivered = images.Where(static image => image.Delivered is not null).ToList();
        var isCancelled = job.Cancellation.IsAsked && delivered.Count < job.Request.Count;
        var cost = job.OwnKey ? 0 : images.Sum(static image => image.CostMicros);
        if (delivered.Count == 0)
            return isCancelled ? Cancelled(job, images, cost) : Failed(job, images, cost, now);

        var maker = delivered[0].Step;
        var settle = new SettleHoldRequest(
            job.Id, job.KeyId, job.Route.UnitsEach * delivered.Count, maker.Provider, job.Request.Mode, Milliseconds(now - job.CreatedAt), now)
        {
            Results = delivered.Count,
            Model = maker.Model,
            ProviderCostMicros = cost,
            Fallback = delivered.Exists(image => (image.Step.Provider, image.Step.Model) != (job.Route.First.Provider, job.Route.First.Model)),
        };
        return new FinishedJob(
            job.Id, isCancelled ? JobState.Cancelled : JobState.Succeeded, maker.Provider, maker.Model,
            ChargedCredits: job.HeldCredits / job.Request.Count * delivered.Count, cost,
            isCancelled ? ErrorCodes.Cancelled.Code : null, ErrorDetail: null, RetryAfterSeconds: null,
            Warnings(job, delivered), [.. images.Select(image => Named(job, image))],
            job.OwnKey ? null : OutboxMessage.Settle, JsonSerializer.Serialize(settle, GenerationJsonContext.Default.SettleHoldRequest));
    }

    private static FinishedImage Named(JobRecord job, FinishedImage image) => image.Delivered is not { } delivered ? image : image with
    {
        Name = HistoryNames.Of(job.Request.Mode, job.Request.Prompt, job.CreatedAt, delivered.MediaType, image.Image),
    };

    /// <summary>Never negative, although the clock may be set back a little between the two moments.</summary>
    private static int Milliseconds(TimeSpan duration) => (int)Math.Clamp(duration.TotalMilliseconds, 0, int.MaxValue);

    private static FinishedJob Cancelled(JobRecord job, IReadOnlyList<FinishedImage> images, long cost) => new(
        job.Id, JobState.Cancelled, images[0].Step.Provider, images[0].Step.Model, ChargedCredits: 0, cost, ErrorCodes.Cancelled.Code, ErrorDetail: null,
        RetryAfterSeconds: null, Warnings: [], images, job.OwnKey ? null : OutboxMessage.Release, "{}");

    private static FinishedJob Failed(JobRecord job, IReadOnlyList<FinishedImage> images, long cost, DateTimeOffset now)
    {
        var first = images[0];
        var code = first.Failure == ImageKeeper.StoreFailure
            ? ErrorCodes.StorageUnavailable
            : FailurePolicy.Of(first.ReportAs ?? FailureNames.Parse(first.Failure) ?? FailureClass.Unknown).Error;
        var release = new ReleaseHoldRequest(new FailedJob(first.Step.Provider, job.Request.Mode, now));
        return new FinishedJob(
            job.Id, JobState.Failed, first.Step.Provider, first.Step.Model, ChargedCredits: 0, cost, code.Code, first.Detail,
            (int?)first.RetryAfter?.TotalSeconds, Warnings: [], images,
            job.OwnKey ? null : OutboxMessage.Release, JsonSerializer.Serialize(release, GenerationJsonContext.Default.ReleaseHoldRequest));
    }

    private static List<string> Warnings(JobRecord job, List<FinishedImage> delivered)
    {
        var warnings = new List<string>();
        if (delivered.Count < job.Request.Count)
            warnings.Add(GenerationWarning.CountMismatch);
        if (delivered.Exists(image => IsOtherThan(job.Request, image.Delivered!) || IsSmaller(job.Request, image.Delivered!)))
            warnings.Add(GenerationWarning.SizeMismatch);
        if (delivered.Exists(static image => IsOtherThan(image.Step, image.Delivered!)))
            warnings.Add(GenerationWarning.DurationMismatch);
        if (delivered.Exists(static image => image.Delivered!.StorageKey is null))
            warnings.Add(GenerationWarning.NotStored);
        if (job.Request.Provider is { } provider && delivered.Exists(image => !string.Equals(image.Step.Provider, provider, StringComparison.OrdinalIgnoreCase)))
            warnings.Add(GenerationWarning.ProviderSubstituted);
        if (job.Request.Model is { } model && delivered.Exists(image => image.Step.Model != model))
            warnings.Add(GenerationWarning.ModelSubstituted);
        warnings.AddRange(delivered.SelectMany(static image => image.Step.Relaxations).Where(static name => name != Relaxation.Shape).Distinct(StringComparer.Ordinal));
        return warnings;
    }

    /// <summary>Of a video, and of a named shape and step, the pixels are the model's own; of an image's size in pixels every one counts.</summary>
    private static bool IsOtherThan(GenerationRequest request, DeliveredImage made) => request.Kind != MediaKind.Video && request.Resolution is null
        ? made.Width != request.Width || made.Height != request.Height
        : !ModelFit.IsSameShape(request.Width, request.Height, made.Width, made.Height);

    private static bool IsSmaller(GenerationRequest request, DeliveredImage made) =>
        request is { Kind: MediaKind.Video, Resolution: { } step } && VideoSteps.IsBelow(step, made.Width, made.Height);

    /// <summary>Models add a frame or leave one out, and sound ends a little later than the picture: that is no other length.</summary>
    private static bool IsOtherThan(RouteStep asked, DeliveredImage made) =>
        asked.Seconds is { } seconds && made.DurationMs is { } duration && Math.Abs(duration - (seconds * 1_000L)) > LengthToleranceMs;
}
