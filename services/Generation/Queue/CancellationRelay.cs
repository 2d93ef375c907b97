using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Queue;

/// <summary>
/// Brings a cancellation to the process that runs the job, which is any. One that is lost with Redis is found in the database when the
/// job's lease is prolonged.
/// </summary>
internal sealed class CancellationRelay(SharedChannels channels, SharedKeys keys, RunningJobs running) : BackgroundService
{
    public async Task TellAsync(Guid jobId)
    {
        if (!running.Cancel(jobId))
            await channels.TellAsync(keys.Cancellations, jobId.ToString("n"));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => channels.ListenAsync(keys.Cancellations, Hear, stoppingToken);

    private void Hear(string message)
    {
        if (Guid.TryParseExact(message, "n", out var jobId))
            running.Cancel(jobId);
    }
}
