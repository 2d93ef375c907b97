using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>All of the account's webhooks, oldest first.</summary>
internal sealed record WebhookListView(IReadOnlyList<WebhookView> Items);

internal static class ListWebhooks
{
    public static async Task<Ok<WebhookListView>> HandleAsync(
        Caller caller, GenerationDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = await database.Webhooks.OwnedBy(caller.AccountId).OrderBy(static row => row.CreatedAt).ThenBy(static row => row.Id).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new WebhookListView([.. rows.Select(row => new WebhookView(row, now))]));
    }
}
