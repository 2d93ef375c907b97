using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <param name="Url">An https address of at most 2,000 characters, on a public host.</param>
/// <param name="Types">The events to be told of; without it, the ends of generations, videos and batches.</param>
internal sealed record CreateWebhookRequest(string? Url, IReadOnlyList<string?>? Types);

internal static class CreateWebhook
{
    public static async Task<Results<Created<WebhookView>, FailureResult>> HandleAsync(
        CreateWebhookRequest body, Caller caller, WebhookAddress addresses, WebhookStore store, GenerationDbContext database, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        addresses.Check(body.Url, validation, required: true);
        var types = WebhookFields.Types(body.Types, validation) ?? EventTypes.Ends;
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var added = new NewWebhook(WebhookIds.New(), caller.AccountId, body.Url!, [.. types], WebhookSecrets.New());
        if (!await store.AddAsync(added, cancellationToken))
            return (FailureResult)ErrorCodes.WebhookLimitReached;
        var endpoint = await database.Webhooks.AsNoTracking().FirstAsync(row => row.Id == added.Id && row.AccountId == added.AccountId, cancellationToken);
        return TypedResults.Created((string?)null, new WebhookView(endpoint, time.GetUtcNow(), added.Secret));
    }
}
