using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Billing;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Outbox;

/// <summary>
/// Looks after holds that stay open. Credits are held before the job is stored, so a process that dies in between, or a database that
/// does, leaves a hold without a job. It is released only once its job is known never to run: a tombstone takes the job's id first, and
/// whoever would still try to store that job fails on it.
/// </summary>
internal sealed partial class HoldReconciler(
    BillingClient billing, AbandonedJobs abandoned, JobStore jobs, IOptions<GenerationOptions> options, TimeProvider time,
    ILogger<HoldReconciler> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<(OpenHold Hold, Guid Lease)> _suspects = new();

    /// <summary>Storing this hold's job failed here: look after it now, not when it has become old.</summary>
    /// <param name="lease">The job's, should it be stored nevertheless.</param>
    public void Suspect(OpenHold hold, Guid lease) => _suspects.Enqueue((hold, lease));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var grace = options.Value.HoldGraceSeconds;
        var interval = TimeSpan.FromSeconds(Math.Max(1, grace / 5));
        var lastLook = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            await TryAsync(CloseSuspectsAsync, stoppingToken);
            if (time.GetElapsedTime(lastLook) < interval)
                continue;
            lastLook = time.GetTimestamp();
            await TryAsync(async token => await CloseAsync(await billing.OpenHoldsAsync(grace, BatchSize, token), token), stoppingToken);
        }
    }

    private async Task CloseSuspectsAsync(CancellationToken cancellationToken)
    {
        var suspects = _suspects.Take(BatchSize).ToList();
        if (suspects.Count == 0)
            return;

        // In this order: taking the job's id waits for a statement that may still be storing it.
        await CloseAsync([.. suspects.Select(static suspect => suspect.Hold)], cancellationToken);
        await jobs.ReturnUnsentAsync([.. suspects.Select(static suspect => suspect.Lease)], cancellationToken);

        // Only now: a database that is still away must not make us forget them.
        for (var i = 0; i < suspects.Count; i++)
            _suspects.TryDequeue(out _);
    }

    private async Task CloseAsync(IReadOnlyList<OpenHold> holds, CancellationToken cancellationToken)
    {
        var closing = holds.Count == 0 ? 0 : await abandoned.CloseAsync(holds, cancellationToken);
        if (closing > 0)
            Log.Closing(logger, closing);
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3030, Level = LogLevel.Information, Message = "{Count} holds of jobs that have ended or never began are being closed.")]
        public static partial void Closing(ILogger logger, int count);

        [LoggerMessage(EventId = 3031, Level = LogLevel.Warning, Message = "Open holds could not be looked after; they will be again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
