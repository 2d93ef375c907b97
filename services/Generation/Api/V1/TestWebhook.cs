using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Delivers a <c>webhook.test</c> event there, once, and says how it went; still <c>pending</c> after five seconds, the answer says that.</summary>
internal static class TestWebhook
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Results<Ok<DeliveryView>, FailureResult>> HandleAsync(
        string id, Caller caller, GenerationDbContext database, DeliveryStore deliveries, DeliverWebhook deliver, EventSignals signals, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await database.Webhooks.FindOwnedAsync(caller.AccountId, id, cancellationToken) is not { } endpoint)
            return (FailureResult)ErrorCodes.WebhookNotFound;
        if (await deliveries.AddTestAsync(caller.AccountId, endpoint.Id, cancellationToken) is not { } claimed)
            return (FailureResult)ErrorCodes.WebhookDisabled;
        signals.Raise(caller.AccountId);

        // The try does not depend on the caller's patience; what fails here without a word is tried again when its lease is over.
        var trying = deliver.RunAsync(claimed, CancellationToken.None);
        await Task.WhenAny(trying, Task.Delay(Patience, time, cancellationToken));
        var row = await database.Deliveries.AsNoTracking().FirstAsync(row => row.Id == claimed.Id && row.AccountId == caller.AccountId, cancellationToken);
        return TypedResults.Ok(DeliveryView.Of(row));
    }
}
