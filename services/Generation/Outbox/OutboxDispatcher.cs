using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Billing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Outbox;

/// <summary>
/// Tells Billing how jobs ended. The first try is made at once by whoever ended the job, so that a caller sees the charge in the
/// very next request; what does not get through is repeated until Billing acknowledges it.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore store, BillingClient billing, GenerationMetrics metrics, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<long> _acknowledged = new();

    /// <summary>Delivers one message; true when Billing acknowledged it. Never throws: what fails is repeated by the sweep.</summary>
    public async Task<bool> DeliverAsync(PendingMessage message, CancellationToken cancellationToken)
    {
        using var activity = GenerationMetrics.Source.StartActivity($"generation.{message.Kind}", ActivityKind.Internal, TraceParents.Read(message.TraceParent));
        activity?.SetTag("nanobanana.job.id", message.JobId);
        try
        {
            var result = message.Kind == OutboxMessage.Settle
                ? await billing.SettleAsync(JsonSerializer.Deserialize(message.Payload, GenerationJsonContext.Default.SettleHoldRequest)!, cancellationToken)
                : await billing.ReleaseAsync(
                    message.JobId, JsonSerializer.Deserialize(message.Payload, GenerationJsonContext.Default.ReleaseHoldRequest)!, cancellationToken);
            if (result.Outcome == CloseHoldOutcome.Closed)
            {
                _acknowledged.Enqueue(message.Id);
                return true;
            }

            activity?.SetStatus(ActivityStatusCode.Error, result.Outcome.ToString());
            Log.Contradicted(logger, message.JobId, message.Kind, result.Outcome);
            await store.ParkAsync(message.Id, result.Outcome.ToString(), cancellationToken);
        }
        catch (Exception exception) when (DependencyOutage.Find(exception) is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            metrics.OutboxRepeated(message.Kind);
            Log.NotDelivered(logger, message.JobId, message.Kind, exception);
        }

        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await SweepAsync(stoppingToken);
                await Task.Delay(Pace, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await RemoveAcknowledgedAsync(CancellationToken.None);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RemoveAcknowledgedAsync(cancellationToken);
            foreach (var message in await store.TakeDueAsync(BatchSize, cancellationToken))
                await DeliverAsync(message, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SweepFailed(logger, exception);
        }
    }

    private async Task RemoveAcknowledgedAsync(CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        while (_acknowledged.TryDequeue(out var id))
            ids.Add(id);
        if (ids.Count == 0)
            return;
        try
        {
            await store.RemoveAsync(ids, cancellationToken);
        }
        catch (Exception exception) when (DependencyOutage.Find(exception) is not null)
        {
            // Left in place they are told to Billing once more, which is harmless.
            Log.SweepFailed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3020, Level = LogLevel.Warning, Message = "Billing was not told to {Kind} job {JobId}; it will be repeated.")]
        public static partial void NotDelivered(ILogger logger, Guid jobId, string kind, Exception exception);

        [LoggerMessage(EventId = 3021, Level = LogLevel.Error, Message = "Billing answered {Outcome} when told to {Kind} job {JobId}; the message is set aside.")]
        public static partial void Contradicted(ILogger logger, Guid jobId, string kind, CloseHoldOutcome outcome);

        [LoggerMessage(EventId = 3022, Level = LogLevel.Warning, Message = "The outbox could not be swept; it will be again.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
