using System.Collections.Concurrent;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// The jobs that this process runs now, so that a repeat of the same call waits on the very same work, and so that a stopping process
/// ends what it has begun.
/// </summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, Task<JobOutcome?>> _jobs = new();

    public int Count => _jobs.Count;

    /// <summary>The running job's end; null when this process does not run it.</summary>
    public Task<JobOutcome?>? Find(Guid jobId) => _jobs.GetValueOrDefault(jobId);

    /// <summary>Runs a job apart from the request that started it: a caller that hangs up ends only its own wait.</summary>
    public Task<JobOutcome?> Start(Guid jobId, Func<Task<JobOutcome?>> run)
    {
        var ended = new TaskCompletionSource<JobOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs[jobId] = ended.Task;
        _ = RunAsync(jobId, run, ended);
        return ended.Task;
    }

    /// <summary>Waits until all have ended.</summary>
    public Task DrainAsync() => Task.WhenAll(_jobs.Values);

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
