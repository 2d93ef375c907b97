using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Thumbnails;

namespace NanoBanana.Generation.Jobs;

/// <summary>Runs a leased job to its end and tells Billing. What it cannot end it gives back or leaves to its lease.</summary>
internal sealed partial class JobRunner(
    JobStore jobs, DatabasePatience patience, ImageMaker maker, OutboxDispatcher outbox, EventSignals events, ThumbnailsAhead thumbnails,
    GenerationMetrics metrics, IHostApplicationLifetime host, TimeProvider time, ILogger<JobRunner> logger)
{
    /// <summary>A job just stored by this process.</summary>
    /// <param name="isSent">Whether its first attempts were stored as being sent.</param>
    /// <param name="isAwaited">Whether somebody waits who can take the bytes inline.</param>
    public Task<JobOutcome?> RunNewAsync(JobRecord job, bool isSent, bool isAwaited) => RunAsync(
        job, Enumerable.Range(1, job.Request.Count).Select(image => maker.MakeAsync(job, image, isSent, isAwaited, host.ApplicationStopping)));

    /// <summary>A job that another process left behind.</summary>
    public Task<JobOutcome?> ResumeAsync(JobRecord job) =>
        RunAsync(job, job.Attempts.Select(last => maker.ResumeAsync(job, last, host.ApplicationStopping)));

    private async Task<JobOutcome?> RunAsync(JobRecord job, IEnumerable<Task<FinishedImage>> making)
    {
        using var activity = GenerationMetrics.Source.StartActivity("generation.job", ActivityKind.Internal, TraceParents.Read(job.TraceParent));
        activity?.SetTag("nanobanana.job.id", job.Id);
        activity?.SetTag("nanobanana.routing.strategy", job.Route.Strategy);
        activity?.SetTag("nanobanana.routing.candidates", string.Join(',', job.Route.Steps.Select(static step => $"{step.Provider}/{step.Model}")));
        using var running = metrics.JobRunning();
        try
        {
            var images = await Task.WhenAll(making);
            var finished = JobEnding.Of(job, images, time.GetUtcNow()) with { IsTurn = job.Request.SessionId is not null };
            if (await patience.AskAsync(() => jobs.FinishAsync(finished, job.Lease, CancellationToken.None)) is not { } messageId)
                throw new LeaseLostException();
            events.Raise(job.AccountId);
            metrics.JobEnded(job, finished, time.GetUtcNow() - job.CreatedAt);
            thumbnails.Add(finished);
            activity?.SetTag("gen_ai.provider.name", finished.Provider);
            activity?.SetTag("gen_ai.response.model", finished.Model);
            if (finished.OutboxKind is { } kind)
                await outbox.DeliverAsync(new PendingMessage(messageId, job.Id, kind, finished.OutboxPayload), CancellationToken.None);
            return Outcome(job, finished);
        }
        catch (LeaseLostException)
        {
            Log.LeaseLost(logger, job.Id);
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested)
        {
            await patience.AskAsync(() => jobs.HandBackAsync(job, CancellationToken.None));
            events.Raise(job.AccountId);
        }
        catch (Exception exception)
        {
            // Left to its lease: another worker, or this one, takes it over with what the database knows.
            Log.Broken(logger, job.Id, exception);
        }

        return null;
    }

    private JobOutcome Outcome(JobRecord job, FinishedJob finished) => new(
        job.Id, finished.State, job.Request.Prompt, finished.Provider, finished.Model, job.CreatedAt, finished.ErrorCode, finished.RetryAfterSeconds,
        finished.Warnings,
        [.. finished.Images.Where(static image => image.Delivered is not null)
            .Select(static image => new OutcomeImage(
                image.Image, image.Delivered!.StorageKey is not null, image.Delivered.InlineUrl, image.Delivered.Width, image.Delivered.Height,
                image.Delivered.MediaType))],
        time.GetUtcNow() - job.CreatedAt)
    {
        ChargedCredits = finished.ChargedCredits,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Job {JobId} was taken over by another process; its result here is dropped.")]
        public static partial void LeaseLost(ILogger logger, Guid jobId);

        [LoggerMessage(EventId = 3011, Level = LogLevel.Error, Message = "Job {JobId} broke off; it will be taken over.")]
        public static partial void Broken(ILogger logger, Guid jobId, Exception exception);
    }
}
