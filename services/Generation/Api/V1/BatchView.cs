using System.Text.Json.Serialization;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Images;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A batch as its owner sees it.</summary>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c> (at least one item did), <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Done">Items that have ended, however.</param>
/// <param name="Items">In the order they were asked for; left out of lists.</param>
internal sealed record BatchView(
    string Id, string Status, int Total, int Done, int Succeeded, int Failed, int Cancelled, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<GenerationView>? Items)
{
    public static BatchView Of(BatchWithItems found, ImageLinks links, HttpRequest http) => Of(found.Batch) with
    {
        Items = [.. found.Items.Select(job => GenerationView.Of(job, links, http, withAttempts: false))],
    };

    /// <summary>As a list shows it.</summary>
    public static BatchView Of(Batch batch)
    {
        var status = batch.FinishedAt is null ? (batch.StartedAt is null ? "queued" : "running")
            : batch.Succeeded > 0 ? "succeeded"
            : batch.Cancelled > 0 ? "cancelled"
            : "failed";
        return new BatchView(
            BatchIds.ToWire(batch.Id), status, batch.Total, batch.Succeeded + batch.Failed + batch.Cancelled, batch.Succeeded, batch.Failed, batch.Cancelled,
            batch.CreatedAt, batch.FinishedAt, Items: null);
    }
}
