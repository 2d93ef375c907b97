using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

internal static class RotateWebhook
{
    public static async Task<Results<Ok<WebhookView>, FailureResult>> HandleAsync(
        string id, Caller caller, WebhookStore store, GenerationDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        var secret = WebhookSecrets.New();
        return WebhookIds.TryParse(id, out var endpointId) && await store.RotateAsync(new WebhookOwner(caller.AccountId), endpointId, secret, cancellationToken)
            && await database.Webhooks.FindOwnedAsync(caller.AccountId, id, cancellationToken) is { } endpoint
                ? TypedResults.Ok(new WebhookView(endpoint, time.GetUtcNow(), secret))
                : (FailureResult)ErrorCodes.WebhookNotFound;
    }
}
