using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

internal static class RedeliverWebhook
{
    public static async Task<Results<Accepted<DeliveryView>, FailureResult>> HandleAsync(
        string id, string delivery, Caller caller, GenerationDbContext database, DeliveryStore deliveries, EventSignals signals, CancellationToken cancellationToken)
    {
        var account = caller.AccountId;
        if (await database.Webhooks.FindOwnedAsync(account, id, cancellationToken) is not { } endpoint)
            return (FailureResult)ErrorCodes.WebhookNotFound;
        if (!endpoint.IsEnabled)
            return (FailureResult)ErrorCodes.WebhookDisabled;
        if (!WebhookIds.TryParseDelivery(delivery, out var deliveryId) || !await deliveries.RedeliverAsync(account, endpoint.Id, deliveryId, cancellationToken))
            return (FailureResult)ErrorCodes.DeliveryNotFound;
        signals.Any.Raise();
        var row = await database.Deliveries.AsNoTracking().FirstAsync(row => row.Id == deliveryId && row.AccountId == account, cancellationToken);
        return TypedResults.Accepted((string?)null, DeliveryView.Of(row));
    }
}
