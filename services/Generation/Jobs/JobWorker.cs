using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Takes jobs that wait or were deserted, and keeps this process's own leases alive. On shutdown it waits for what runs: jobs between
/// two tries give themselves back, jobs in a provider call end first.
/// </summary>
internal sealed partial class JobWorker(
    JobStore jobs, JobRunner runner, RunningJobs running, IOptions<GenerationOptions> options,
    TimeProvider time, ILogger<JobWorker> logger) : BackgroundService
{
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(TimeSpan.FromSeconds(options.Value.TakeoverSeconds), TakeOverAsync, stoppingToken),
        RepeatAsync(_lease / 3, ProlongAsync, stoppingToken));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var prolonging = new CancellationTokenSource();
        var alive = RepeatAsync(_lease / 3, ProlongAsync, prolonging.Token);
        await running.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await prolonging.CancelAsync();
        await alive;
    }

    private async Task RepeatAsync(TimeSpan pace, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                await work(stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested)
                    Log.Failed(logger, exception);
            }
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        var room = options.Value.MaxConcurrentJobs - running.Count;
        if (room <= 0)
            return;
        foreach (var job in await jobs.ClaimAsync(running.Ids, _lease, Math.Min(room, 32), cancellationToken))
        {
            Log.TakenOver(logger, job.Id);
            _ = running.Start(job, () => runner.ResumeAsync(job));
        }
    }

    private Task ProlongAsync(CancellationToken cancellationToken) =>
        running.Leases is { Count: > 0 } leases ? jobs.ProlongAsync(leases, _lease, cancellationToken) : Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 3000, Level = LogLevel.Information, Message = "Job {JobId} is taken over.")]
        public static partial void TakenOver(ILogger logger, Guid jobId);

        [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "The queue could not be read or a lease not be prolonged.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
