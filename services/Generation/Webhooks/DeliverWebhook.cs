using NanoBanana.Generation.Events;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Webhooks;

/// <summary>One try of a delivery: signed, sent, and noted how it went.</summary>
internal sealed partial class DeliverWebhook(
    DeliveryStore deliveries, WebhookStore endpoints, WebhookSecrets secrets, WebhookMessage messages, WebhookSender sender, DatabasePatience patience,
    EventSignals signals, WebhookMetrics metrics, TimeProvider time, ILogger<DeliverWebhook> logger)
{
    /// <summary>Cancelled it hands the delivery back. A process that dies between sending and noting leaves it to be sent again.</summary>
    public async Task RunAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        using var activity = WebhookActivity.StartTry(claimed);
        TryOutcome outcome;
        try
        {
            outcome = await TryAsync(claimed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await deliveries.ReleaseAsync(claimed, CancellationToken.None);
            return;
        }

        metrics.Tried(outcome);
        activity.Tell(outcome);
        if (outcome.Error is null)
            await patience.AskAsync(() => deliveries.DeliveredAsync(claimed, outcome, CancellationToken.None));
        else
            await FailAsync(claimed, outcome);
    }

    private async Task<TryOutcome> TryAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        if (claimed.Endpoint is not { } endpoint)
            return TryOutcome.Unsent(WebhookFailure.Deleted);
        if (!endpoint.IsEnabled)
            return TryOutcome.Unsent(WebhookFailure.Disabled);
        if (claimed.Event is not { } logged)
            return TryOutcome.Unsent(WebhookFailure.Expired);
        if (secrets.Decrypt(claimed.EndpointId, endpoint.Secret) is not { } secret)
        {
            Log.SecretUnreadable(logger, claimed.EndpointId);
            return TryOutcome.Unsent(WebhookFailure.Secret);
        }

        var view = EventView.Of(logged);
        if (await messages.WriteAsync(view, claimed, cancellationToken) is not { } body)
            return TryOutcome.Unsent(WebhookFailure.Expired);
        if (body.Length > WebhookMessage.MaxBytes)
            return TryOutcome.Unsent(WebhookFailure.TooLarge);
        var previous = endpoint.PreviousSecret is { } stored ? secrets.Decrypt(claimed.EndpointId, stored) : null;
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var signature = WebhookSignature.Of(view.Id, timestamp, body, previous is null ? [secret] : [secret, previous]);
        return await sender.PostAsync(new Uri(endpoint.Url), body, view.Id, timestamp, signature, cancellationToken);
    }

    private async Task FailAsync(ClaimedDelivery claimed, TryOutcome outcome)
    {
        Log.Failed(logger, claimed.Id, claimed.EndpointId, claimed.Tries, outcome.Error!, outcome.Status);

        // Disabled before the try is noted: who dies in between leaves a delivery that ends as one to a disabled endpoint. A callback has no
        // other delivery that would have to be stopped, and its account does not know it by an id.
        if (outcome.Error == WebhookFailure.Gone && claimed.Endpoint is { CallbackJob: null })
            await DisableAsync(claimed, WebhookDisabling.Gone);
        var delay = WebhookRetries.After(claimed.Tries, outcome.Wish, Random.Shared.NextDouble());
        var failed = await patience.AskAsync(() => deliveries.FailedAsync(claimed, outcome, delay, IsFinal(outcome.Error!), CancellationToken.None));
        if (failed is { IsFailingLong: true })
            await DisableAsync(claimed, WebhookDisabling.Failing);
    }

    private async Task DisableAsync(ClaimedDelivery claimed, string reason)
    {
        if (!await patience.AskAsync(() => endpoints.DisableAsync(claimed.EndpointId, reason, CancellationToken.None)))
            return;
        Log.Disabled(logger, claimed.EndpointId, reason);
        signals.Raise(claimed.AccountId);
    }

    /// <summary>What no later try can mend.</summary>
    private static bool IsFinal(string error) => error
        is WebhookFailure.Gone or WebhookFailure.Deleted or WebhookFailure.Disabled or WebhookFailure.Expired or WebhookFailure.TooLarge;

    private static partial class Log
    {
        [LoggerMessage(EventId = 3500, Level = LogLevel.Information, Message = "Delivery {Delivery} to webhook {Endpoint} failed at try {Try}: {Error} {Status}")]
        public static partial void Failed(ILogger logger, Guid delivery, Guid endpoint, int @try, string error, int? status);

        [LoggerMessage(EventId = 3501, Level = LogLevel.Information, Message = "Webhook {Endpoint} was disabled: {Reason}")]
        public static partial void Disabled(ILogger logger, Guid endpoint, string reason);

        [LoggerMessage(EventId = 3502, Level = LogLevel.Error, Message = "The secret of webhook {Endpoint} cannot be read: neither Webhooks:EncryptionKey nor the previous one is the key that it was stored under.")]
        public static partial void SecretUnreadable(ILogger logger, Guid endpoint);
    }
}
