using Microsoft.Extensions.Options;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Generation.Jobs;

/// <summary>The wait of a synchronous call: for a job that runs here or in another process, for as long as the caller may wait.</summary>
internal sealed class AwaitJob(RunningJobs running, JobReader reader, IOptions<GenerationOptions> options, Draining draining)
{
    /// <summary>Waits for a job that was found: it may run here.</summary>
    public Task<StartResult> RunAsync(Guid jobId, Guid accountId, CancellationToken cancellationToken) =>
        RunAsync(jobId, accountId, running.Find(jobId), cancellationToken);

    /// <param name="end">Of a job that runs in this process; null of any other.</param>
    public async Task<StartResult> RunAsync(Guid jobId, Guid accountId, Task<JobOutcome?>? end, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, draining.LastCall);
        patience.CancelAfter(TimeSpan.FromSeconds(options.Value.WaitSeconds));
        try
        {
            if (end is not null && await end.WaitAsync(patience.Token) is { } outcome)
                return new StartResult.Ended(outcome);

            // Without an outcome the job went elsewhere: another process runs it, or will. One that stops waits for that as long as it may.
            using var here = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, draining.LastCallForOthers);
            return new StartResult.Ended(await reader.WaitForEndAsync(accountId, jobId, here.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StartResult.StillRunning(jobId);
        }
    }
}
