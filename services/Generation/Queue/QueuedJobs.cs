using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Queue;

/// <summary>Jobs that are put into the queue together, or not at all: one, or the items of a batch.</summary>
/// <param name="BatchId">Null of a single job.</param>
internal sealed record QueuedJobs(
    Guid AccountId, Guid? KeyId, IReadOnlyList<QueuedJob> Jobs, long? BatchId, string? TraceParent, IdempotencyClaim? Idempotency)
{
    /// <summary>Where the end of a single job is posted; stored with it.</summary>
    public NewWebhook? Callback { get; init; }

    public short Priority => BatchId is null ? JobPriority.Single : JobPriority.Batch;
}

/// <summary>One of them, with its credits held.</summary>
internal sealed record QueuedJob(Guid Id, GenerationRequest Request, RoutePlan Route, int HeldCredits, int PriceVersion);

/// <summary>How full the queue is.</summary>
/// <param name="TurnAge">How long an account has waited for a turn that it could have.</param>
/// <param name="Waiting">Jobs of the account that asks.</param>
internal sealed record QueuePressure(TimeSpan TurnAge, int Waiting);
