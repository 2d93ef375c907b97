using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Queue;

/// <summary>How putting jobs into the queue ended.</summary>
internal abstract record QueueResult
{
    private QueueResult()
    {
    }

    /// <summary>They wait for their turn, or did before: a repeat finds what its first call put there.</summary>
    /// <param name="JobId">The first one's.</param>
    /// <param name="BatchId">Null of a single job.</param>
    /// <param name="First">Who is to serve the first; null for a repeat.</param>
    internal sealed record Queued(Guid JobId, long? BatchId, RouteStep? First) : QueueResult;

    /// <summary>Nothing was stored and nothing is charged.</summary>
    internal sealed record Refused(ApiFailure Failure) : QueueResult;

    /// <summary>An id was taken or given up: look again who holds the key.</summary>
    internal sealed record Superseded(bool HoldHasEnded) : QueueResult;
}
