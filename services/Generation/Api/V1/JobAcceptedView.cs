using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A job that its caller comes back for.</summary>
/// <param name="Status"><c>queued</c>; of a repeat under the same <c>Idempotency-Key</c> it may have ended since.</param>
/// <param name="Url">Where it is found; <c>?wait=30</c> waits there for its end.</param>
/// <param name="Provider">Who is to make it; null for a repeat.</param>
internal sealed record JobAcceptedView(string Id, string Status, string Url, string? Provider, string? Model)
{
    public static JobAcceptedView Of(QueueResult.Queued queued)
    {
        var id = JobIds.ToWire(queued.JobId);
        return new JobAcceptedView(id, JobState.Queued, $"/v1/generations/{id}", queued.First?.Provider, queued.First?.Model);
    }
}
