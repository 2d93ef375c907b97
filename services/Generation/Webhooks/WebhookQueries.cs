using Microsoft.EntityFrameworkCore;

namespace NanoBanana.Generation.Webhooks;

/// <summary>The account is part of every query. Endpoints of other doors are nobody's here.</summary>
internal static class WebhookQueries
{
    public static IQueryable<WebhookEndpoint> OwnedBy(this IQueryable<WebhookEndpoint> endpoints, Guid accountId) =>
        endpoints.AsNoTracking().Where(row => row.AccountId == accountId && row.OnlyJobId == null && row.Source == WebhookSource.Api);

    /// <summary>Null when the account has none of that id, or when it is no id.</summary>
    public static async Task<WebhookEndpoint?> FindOwnedAsync(this IQueryable<WebhookEndpoint> endpoints, Guid accountId, string id, CancellationToken cancellationToken) =>
        WebhookIds.TryParse(id, out var endpointId)
            ? await endpoints.OwnedBy(accountId).FirstOrDefaultAsync(row => row.Id == endpointId, cancellationToken)
            : null;
}
