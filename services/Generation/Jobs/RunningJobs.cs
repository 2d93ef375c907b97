using System.Collections.Concurrent;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// The jobs that this process runs now, so that a repeat of the same call waits on the very same work, and so that a stopping process
/// ends what it has begun.
/// </summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, (Guid Lease, JobCancellation Cancellation, Task<JobOutcome?> End)> _jobs = new();

    public int Count => _jobs.Count;

    public IReadOnlyCollection<Guid> Ids => [.. _jobs.Keys];

    public IReadOnlyCollection<Guid> Leases => [.. _jobs.Values.Select(static job => job.Lease)];

    /// <summary>The running job's end; null when this process does not run it.</summary>
    public Task<JobOutcome?>? Find(Guid jobId) => _jobs.GetValueOrDefault(jobId).End;

    /// <summary>Runs a job apart from the request that started it: a caller that hangs up ends only its own wait.</summary>
    public Task<JobOutcome?> Start(JobRecord job, Func<Task<JobOutcome?>> run)
    {
        var ended = new TaskCompletionSource<JobOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs[job.Id] = (job.Lease, job.Cancellation, ended.Task);
        _ = RunAsync(job.Id, run, ended);
        return ended.Task;
    }

    /// <summary>Lets a job know that its caller wants no more of it; false when it does not run here.</summary>
    public bool Cancel(Guid jobId)
    {
        if (_jobs.GetValueOrDefault(jobId).Cancellation is not { } cancellation)
            return false;
        cancellation.Ask();
        return true;
    }

    /// <summary>Waits until all have ended.</summary>
    public Task DrainAsync() => Task.WhenAll(_jobs.Values.Select(static job => job.End));

    private async Task RunAsync(Guid jobId, Func<Task<JobOutcome?>> run, TaskCompletionSource<JobOutcome?> ended)
    {
        JobOutcome? outcome = null;
        try
        {
            outcome = await Task.Run(run);
        }
        finally
        {
            // Out of the list first: whoever wakes up must not find it running.
            _jobs.TryRemove(jobId, out _);
            ended.SetResult(outcome);
        }
    }
}
