using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Api.V1;

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id"><c>whd_</c> and a UUID.</param>
/// <param name="EventId">What receivers see as <c>webhook-id</c>.</param>
/// <param name="Subject">The generation, video or batch; null of tests and the like.</param>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>failed</c>.</param>
/// <param name="NextTryAt">Null when no try follows, or while one is under way.</param>
/// <param name="LastStatus">Of the last answer; null when there was none.</param>
/// <param name="LastError">Why the last try failed, as docs/webhooks.md lists; null when it did not.</param>
internal sealed record DeliveryView(
    string Id, string EventId, string Type, long Sequence, string? Subject, string State, int Tries, DateTimeOffset? NextTryAt, int? LastStatus,
    int? LastDurationMs, string? LastError, DateTimeOffset CreatedAt, DateTimeOffset? DeliveredAt)
{
    public static DeliveryView Of(WebhookDelivery row) => new(
        WebhookIds.DeliveryToWire(row.Id), $"evt_{row.EventId:d}", row.Type, row.EventSequence, row.Subject, row.State, row.Tries,
        row.State == WebhookDeliveryState.Pending && row.Lease is null ? row.NextTryAt : null, row.LastStatus, row.LastDurationMs, row.LastError,
        row.CreatedAt, row.DeliveredAt);
}
