using NanoBanana.Contracts.Notifications;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Notifications;

/// <summary>
/// Tells Identity what accounts are to be notified of, many at a time, until it has them. Beside the dispatcher of messages to Billing and
/// knowing nothing of it: a dead Identity holds up no settlement. A message that Identity does not take holds up no other.
/// </summary>
internal sealed partial class NotificationDispatcher(
    NotificationOutbox outbox, NotificationsClient identity, GenerationMetrics metrics, TimeProvider time, ILogger<NotificationDispatcher> logger) : BackgroundService
{
    private const string Kind = "notification";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await SweepAsync(stoppingToken);
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Batch by batch while there is more; not against an Identity that does not answer.
            while (await outbox.TakeDueAsync(NewNotification.MaxItems, stoppingToken) is { Count: > 0 } due
                && await TellAsync(due, stoppingToken) && due.Count == NewNotification.MaxItems)
            {
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.SweepFailed(logger, exception);
        }
        catch (OperationCanceledException)
        {
            // What was taken is due again in a moment, for another process or the next start.
        }
    }

    /// <summary>False when Identity, or our database, does not answer.</summary>
    private async Task<bool> TellAsync(IReadOnlyList<PendingNotification> due, CancellationToken cancellationToken)
    {
        try
        {
            await identity.StoreAsync([.. due.Select(NotificationWords.Of)], cancellationToken);
            await outbox.RemoveAsync(due.Select(static one => one.Id), cancellationToken);
            return true;
        }
        catch (Exception exception) when (NotificationsClient.IsRefusal(exception) || NotificationsClient.IsStumble(exception))
        {
            if (due.Count > 1)
                return await TellEachAsync(due, cancellationToken);
            if (NotificationsClient.IsRefusal(exception))
            {
                Log.Refused(logger, due[0].Id, exception);
                await outbox.ParkAsync(due[0].Id, exception.Message, cancellationToken);
                return true;
            }

            // A stumble over a single one may be the message's fault or Identity's: it is repeated, ever more rarely, and the others go on.
            NotTold(1, exception);
            return true;
        }
        catch (Exception exception) when (DependencyOutage.Find(exception) is not null)
        {
            NotTold(due.Count, exception);
            return false;
        }
    }

    private async Task<bool> TellEachAsync(IReadOnlyList<PendingNotification> due, CancellationToken cancellationToken)
    {
        foreach (var one in due)
        {
            if (!await TellAsync([one], cancellationToken))
                return false;
        }

        return true;
    }

    private void NotTold(int count, Exception exception)
    {
        metrics.OutboxRepeated(Kind);
        Log.NotTold(logger, count, exception);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3045, Level = LogLevel.Warning, Message = "Identity was not told of {Count} notifications; it will be.")]
        public static partial void NotTold(ILogger logger, int count, Exception exception);

        [LoggerMessage(EventId = 3046, Level = LogLevel.Error, Message = "Identity refused the notification of event {EventId}; it is set aside.")]
        public static partial void Refused(ILogger logger, Guid eventId, Exception exception);

        [LoggerMessage(EventId = 3047, Level = LogLevel.Warning, Message = "The outbox of notifications could not be swept; it will be again.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
