using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

internal static class DeleteWebhook
{
    public static async Task<Results<NoContent, FailureResult>> HandleAsync(
        string id, Caller caller, WebhookStore store, CancellationToken cancellationToken) =>
        WebhookIds.TryParse(id, out var endpointId) && await store.DeleteAsync(new WebhookOwner(caller.AccountId), endpointId, cancellationToken)
            ? TypedResults.NoContent()
            : (FailureResult)ErrorCodes.WebhookNotFound;
}
