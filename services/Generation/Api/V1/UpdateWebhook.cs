using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What is left out or null stays as it is.</summary>
/// <param name="IsEnabled">False fails what waits to be delivered; true makes a fresh start after any disabling.</param>
internal sealed record UpdateWebhookRequest(string? Url, IReadOnlyList<string?>? Types, bool? IsEnabled);

internal static class UpdateWebhook
{
    public static async Task<Results<Ok<WebhookView>, FailureResult>> HandleAsync(
        string id, UpdateWebhookRequest body, Caller caller, WebhookAddress addresses, WebhookStore store, GenerationDbContext database, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        addresses.Check(body.Url, validation, required: false);
        var types = WebhookFields.Types(body.Types, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!WebhookIds.TryParse(id, out var endpointId)
            || !await store.UpdateAsync(new WebhookOwner(caller.AccountId), endpointId, body.Url, types, body.IsEnabled, cancellationToken)
            || await database.Webhooks.FindOwnedAsync(caller.AccountId, id, cancellationToken) is not { } endpoint)
        {
            return (FailureResult)ErrorCodes.WebhookNotFound;
        }

        return TypedResults.Ok(new WebhookView(endpoint, time.GetUtcNow()));
    }
}
