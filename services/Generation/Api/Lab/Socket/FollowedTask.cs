using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>What a socket wants to hear of: a task by its channel, or a request that was made by <c>generate</c>.</summary>
/// <param name="Id">As on the wire.</param>
/// <param name="JobId">Of a single job.</param>
/// <param name="BatchId">Of a batch.</param>
/// <param name="IsRequest">Whether it is told of as <c>generate:...</c> instead of <c>task:...</c>.</param>
internal sealed record FollowedTask(string Id, Guid? JobId, long? BatchId, bool IsRequest)
{
    /// <summary>Everything up to it was in the state that was told when the following began.</summary>
    public long From { get; init; }

    /// <summary>How much of it was done when it was told of last: it never goes back.</summary>
    public int Done { get; set; }

    /// <summary>Null when it is no id of a task.</summary>
    public static FollowedTask? Parse(string? id, bool isRequest) =>
        JobIds.TryParse(id, out var jobId) ? new FollowedTask(id!, jobId, null, isRequest)
        : !isRequest && BatchIds.TryParse(id, out var batchId) ? new FollowedTask(id!, null, batchId, IsRequest: false)
        : null;

    public bool Concerns(LoggedEvent logged) =>
        logged.Sequence > From && (JobId is { } job ? logged.JobId == job : logged.BatchId == BatchId);
}
