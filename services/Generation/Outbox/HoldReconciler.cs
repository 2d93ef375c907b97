using Microsoft.Extensions.Options;
using NanoBanana.Generation.Billing;

namespace NanoBanana.Generation.Outbox;

/// <summary>
/// Looks after holds that stay open. Credits are held before the job is stored, so a process that dies in between leaves a hold
/// without a job. It is released only once its job is known never to run: a tombstone takes the job's id first, and whoever would
/// still try to store that job fails on it.
/// </summary>
internal sealed partial class HoldReconciler(
    BillingClient billing, AbandonedJobs abandoned, IOptions<GenerationOptions> options, TimeProvider time,
    ILogger<HoldReconciler> logger) : BackgroundService
{
    private const int BatchSize = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var grace = options.Value.HoldGraceSeconds;
        var pace = TimeSpan.FromSeconds(Math.Max(1, grace / 5));
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                var holds = await billing.OpenHoldsAsync(grace, BatchSize, stoppingToken);
                var closing = holds.Count == 0 ? 0 : await abandoned.CloseAsync(holds, stoppingToken);
                if (closing > 0)
                    Log.Closing(logger, closing);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }
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
