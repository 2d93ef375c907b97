using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Queue;

/// <summary>
/// Ends jobs for their caller. One that waits ends at once and its credits come back; of one that runs nothing more is sent, and what a
/// provider is making is waited for, kept and charged.
/// </summary>
internal sealed class CancelJobs(JobQueue queue, CancellationRelay relay, EventSignals events)
{
    /// <summary>How many had not ended.</summary>
    public async Task<int> RunAsync(Guid accountId, IReadOnlyCollection<Guid> jobIds, CancellationToken cancellationToken)
    {
        if (jobIds.Count == 0)
            return 0;
        var asked = await queue.CancelAsync(accountId, jobIds, cancellationToken);
        if (asked.Count == 0)
            return 0;
        events.Raise(accountId);
        foreach (var (jobId, hasEnded) in asked)
        {
            if (!hasEnded)
                await relay.TellAsync(jobId);
        }

        return asked.Count;
    }
}
