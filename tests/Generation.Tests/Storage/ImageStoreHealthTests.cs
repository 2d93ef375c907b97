using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoBanana.Generation.Tests.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Storage;

public sealed class ImageStoreHealthTests
{
    [Fact]
    public async Task BucketGoneAndBack_Health_FollowsAndAsksAtMostEveryFifteenSeconds()
    {
        var clock = new TestClock();
        await using var s3 = await S3Emulator.StartAsync();
        await using var setup = S3Settings.Setup(s3);
        var store = setup.Store;
        var check = new NanoBanana.Generation.Storage.ImageStoreHealthCheck(store, clock);

        (await CheckAsync(check)).ShouldBe(HealthStatus.Healthy);
        s3.Switchboard.Default = "hang";
        (await CheckAsync(check)).ShouldBe(HealthStatus.Healthy);
        s3.Switchboard.Count.ShouldBe(1);

        s3.Switchboard.Default = "ok";
        s3.Switchboard.Next("internal", 3);
        clock.Advance(TimeSpan.FromSeconds(16));
        (await CheckAsync(check)).ShouldBe(HealthStatus.Unhealthy);
        s3.Switchboard.Count.ShouldBe(4);

        clock.Advance(TimeSpan.FromSeconds(16));
        (await CheckAsync(check)).ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Registration_Health_IsReadyCheckOfTheStore()
    {
        await using var setup = new ProviderSetup(("STORAGE_BACKEND", "none"));

        var report = await setup.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(static check => check.Tags.Contains("ready"));

        report.Entries.ShouldHaveSingleItem().Key.ShouldBe("image_store");
        report.Status.ShouldBe(HealthStatus.Healthy);
    }

    private static async Task<HealthStatus> CheckAsync(IHealthCheck check) => (await check.CheckHealthAsync(new HealthCheckContext
    {
        Registration = new HealthCheckRegistration("image_store", check, HealthStatus.Unhealthy, tags: null),
    })).Status;
}
