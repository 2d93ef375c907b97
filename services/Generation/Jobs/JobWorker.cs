using Microsoft.Extensions.Options;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Takes jobs whose turn it is or that were deserted, and keeps this process's own leases alive. Once it was asked to stop it takes none, and
/// on shutdown it waits for what runs: jobs between two tries give themselves back, jobs in a provider call end first.
/// </summary>
internal sealed partial class JobWorker(
    JobStore jobs, JobQueue queue, QueueSignal signal, EventSignals events, JobRunner runner, RunningJobs running, Draining draining, IOptions<GenerationOptions> options,
    TimeProvider time, ILogger<JobWorker> logger) : BackgroundService
{
    private const int MostAtOnce = 32;

    // For a worker that nobody woke: a row that was being changed was passed over, or a message was lost.
    private static readonly TimeSpan QueuePace = TimeSpan.FromSeconds(1);

    // A quarter stays free for callers that wait at a connection.
    private readonly int _mostFromQueue = Math.Max(1, options.Value.MaxConcurrentJobs * 3 / 4);
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(TimeSpan.FromSeconds(options.Value.TakeoverSeconds), TakeOverAsync, stoppingToken),
        ServeQueueAsync(stoppingToken),
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
        if (room <= 0 || draining.HasBegun)
            return;
        foreach (var job in await jobs.TakeOverAsync(running.Ids, _lease, Math.Min(room, MostAtOnce), cancellationToken))
        {
            Log.TakenOver(logger, job.Id);
            _ = running.Start(job, () => runner.ResumeAsync(job));
        }
    }

    private async Task ServeQueueAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (hasTurns, hasLate) = await queue.LookAsync(stoppingToken);
                while (hasTurns && await TakeTurnsAsync(stoppingToken) > 0)
                {
                }

                if (hasLate)
                    await GiveUpAsync(stoppingToken);
                await signal.WaitAsync(QueuePace, stoppingToken);
            }
            catch (Exception exception)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                Log.Failed(logger, exception);
                await Task.Delay(QueuePace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> TakeTurnsAsync(CancellationToken cancellationToken)
    {
        var room = _mostFromQueue - running.Count;
        if (room <= 0 || draining.HasBegun)
            return 0;
        var taken = await queue.TakeAsync(Math.Min(room, MostAtOnce), _lease, cancellationToken);
        foreach (var job in taken)
        {
            events.Raise(job.AccountId);
            _ = running.Start(job, () => runner.ResumeAsync(job)).ContinueWith(_ => signal.Raise(), TaskScheduler.Default);
        }

        return taken.Count;
    }

    private async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        foreach (var account in await queue.GiveUpAsync(cancellationToken))
            events.Raise(account);
    }

    private async Task ProlongAsync(CancellationToken cancellationToken)
    {
        if (running.Leases is not { Count: > 0 } leases)
            return;
        foreach (var cancelled in await jobs.ProlongAsync(leases, _lease, cancellationToken))
            running.Cancel(cancelled);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3000, Level = LogLevel.Information, Message = "Job {JobId} is taken over.")]
        public static partial void TakenOver(ILogger logger, Guid jobId);

        [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "The queue could not be read or a lease not be prolonged.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
