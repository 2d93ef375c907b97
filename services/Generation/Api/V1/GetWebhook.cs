using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

internal static class GetWebhook
{
    public static async Task<Results<Ok<WebhookView>, FailureResult>> HandleAsync(
        string id, Caller caller, GenerationDbContext database, TimeProvider time, CancellationToken cancellationToken) =>
        await database.Webhooks.FindOwnedAsync(caller.AccountId, id, cancellationToken) is { } endpoint
            ? TypedResults.Ok(new WebhookView(endpoint, time.GetUtcNow()))
            : (FailureResult)ErrorCodes.WebhookNotFound;
}
