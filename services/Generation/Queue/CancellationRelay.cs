using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using StackExchange.Redis;

namespace NanoBanana.Generation.Queue;

/// <summary>
/// Brings a cancellation to the process that runs the job, which is any. One that is lost with Redis is found in the database when the
/// job's lease is prolonged.
/// </summary>
internal sealed partial class CancellationRelay(IConnectionMultiplexer redis, SharedKeys keys, RunningJobs running, ILogger<CancellationRelay> logger) : IHostedService
{
    public async Task TellAsync(Guid jobId)
    {
        running.Cancel(jobId);
        try
        {
            await redis.GetSubscriber().PublishAsync(keys.Cancellations, jobId.ToString("n"));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotTold(logger, jobId);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(keys.Cancellations, (_, job) =>
            {
                if (Guid.TryParseExact(job, "n", out var jobId))
                    running.Cancel(jobId);
            });
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotHeard(logger);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "The cancellation of job {JobId} could not be passed on; it is found when the job's lease is prolonged.")]
        public static partial void NotTold(ILogger logger, Guid jobId);

        [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "Cancellations are not heard at once; they are found when leases are prolonged.")]
        public static partial void NotHeard(ILogger logger);
    }
}
