using System.Diagnostics;
using NanoBanana.LocalServers;

namespace NanoBanana.Gateway.Tests;

/// <summary>A Redis that keeps its connections and says nothing any more.</summary>
public sealed class HungRedisTests
{
    private const int Stop = 19;
    private const int Continue = 18;

    [Fact]
    public async Task SilentRedis_Health_AnswersInTimeAndIsDegraded()
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-hung-").FullName;
        await using var redis = await LocalRedis.StartAsync(folder, "test-password", durable: false, logFile: null, CancellationToken.None);
        await using var setup = await HealthSetup.StartAsync(redis: redis.ConnectionString);
        ((string)(await setup.GetAsync("/ready"))["checks"]!["redis"]!["status"]!).ShouldBe("healthy");

        ServerProcess.Signal(redis.ProcessId, Stop);
        try
        {
            var watch = Stopwatch.StartNew();
            var ready = await setup.GetAsync("/ready").WaitAsync(TimeSpan.FromSeconds(10));
            var detailed = await setup.GetAsync("/api/health/detailed").WaitAsync(TimeSpan.FromSeconds(10));
            while ((string)detailed["components"]!["redis"]!["status"]! == "healthy" && watch.Elapsed < TimeSpan.FromSeconds(5))
                detailed = await setup.GetAsync("/api/health/detailed").WaitAsync(TimeSpan.FromSeconds(10));

            ((string)ready["checks"]!["redis"]!["status"]!).ShouldBe("degraded");
            ((string)detailed["components"]!["redis"]!["status"]!).ShouldBe("degraded");
            await setup.GetAsync("/api/health/ready");
        }
        finally
        {
            ServerProcess.Signal(redis.ProcessId, Continue);
        }
    }
}
