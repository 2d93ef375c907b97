using System.Collections.Concurrent;
using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Webhooks;

/// <summary>Delivers what is due, in any number of processes: each claims what no other has. Deaf for a moment, it looks every second.</summary>
internal sealed partial class WebhookWorker(
    DeliveryStore deliveries, DeliverWebhook deliver, EventSignals signals, TimeProvider time, ILogger<WebhookWorker> logger) : BackgroundService
{
    private const int MostAtOnce = 64;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // A busy system tells of hundreds of events a second, most of which no webhook wants.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    /// <summary>How long tries under way may go on when the process stops.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, (string Host, Task Task)> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandoning = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await ClaimAsync(abandoning.Token, stoppingToken))
                continue;
            await signals.Any.WaitAsync(Pace, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Gathering, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        abandoning.CancelAfter(Farewell);
        await Task.WhenAll(_running.Values.Select(static running => running.Task));
    }

    /// <summary>Whether something was found to do.</summary>
    private async Task<bool> ClaimAsync(CancellationToken abandoning, CancellationToken stoppingToken)
    {
        try
        {
            var hosts = _running.Values.CountBy(static running => running.Host).ToDictionary(StringComparer.Ordinal);
            var room = MostAtOnce - _running.Count;
            if (room <= 0)
                return false;
            var claimed = await deliveries.ClaimAsync(room, hosts, stoppingToken);
            foreach (var delivery in claimed)
                Start(delivery, abandoning);
            return claimed.Count > 0;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            Log.NotClaimed(logger, exception);
            return false;
        }
    }

    private void Start(ClaimedDelivery delivery, CancellationToken abandoning)
    {
        // Entered before it begins, so that it cannot end before it is entered.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[delivery.Lease] = (delivery.Host, RunAsync(delivery, begun.Task, abandoning));
        begun.SetResult();
    }

    private async Task RunAsync(ClaimedDelivery delivery, Task begun, CancellationToken abandoning)
    {
        await begun;
        try
        {
            await deliver.RunAsync(delivery, abandoning);
        }
        catch (Exception exception)
        {
            Log.NotNoted(logger, delivery.Id, exception);
        }
        finally
        {
            // There is room again, and perhaps the next of its subject is due.
            _running.TryRemove(delivery.Lease, out _);
            signals.Any.Raise();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3503, Level = LogLevel.Warning, Message = "Deliveries to webhooks could not be claimed; they will be.")]
        public static partial void NotClaimed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 3504, Level = LogLevel.Warning, Message = "How delivery {Delivery} went could not be noted; it is made again when its lease is over.")]
        public static partial void NotNoted(ILogger logger, Guid delivery, Exception exception);
    }
}
