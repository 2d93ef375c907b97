using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Storage;
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
        var check = Check(store, clock).Check;

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

    [Fact]
    public async Task FailedWrite_Health_IsUnhealthyAtOnceAndAProbeOfThatSizeOpensIt()
    {
        var clock = new TestClock();
        using var folder = new RefusingFolder();
        var (check, condition) = Check(folder.Store, clock);
        (await CheckAsync(check)).ShouldBe(HealthStatus.Healthy);

        folder.Refuse();
        var refusal = await Should.ThrowAsync<ImageStoreException>(() => folder.Store.PutAsync("images/a.png", new byte[100], "image/png", CancellationToken.None));
        condition.Refused("images/a.png", 100, refusal);
        (await CheckAsync(check)).ShouldBe(HealthStatus.Unhealthy);
        (await condition.AdmitsWorkAsync(CancellationToken.None)).ShouldBeFalse();

        folder.Take();
        (await condition.AdmitsWorkAsync(CancellationToken.None)).ShouldBeFalse("the refusal is fresh");
        clock.Advance(TimeSpan.FromSeconds(3));
        (await condition.AdmitsWorkAsync(CancellationToken.None)).ShouldBeTrue();
        (await CheckAsync(check)).ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task FailedProbe_Health_StaysUnhealthyUntilAWriteSucceeds()
    {
        using var folder = new RefusingFolder();
        folder.Refuse();
        var (check, condition) = Check(folder.Store, new TestClock());
        (await CheckAsync(check)).ShouldBe(HealthStatus.Unhealthy);
        condition.Took();
        (await CheckAsync(check)).ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task BucketRefusing_Work_IsAdmittedBecauseAWaitingCallerGetsTheImageInline()
    {
        await using var s3 = await S3Emulator.StartAsync();
        await using var setup = S3Settings.Setup(s3);
        var (check, condition) = Check(setup.Store, new TestClock());
        condition.Refused("images/a.png", 100, new ImageStoreException("refused"));
        (await CheckAsync(check)).ShouldBe(HealthStatus.Unhealthy);
        (await condition.AdmitsWorkAsync(CancellationToken.None)).ShouldBeTrue();
    }

    private static (ImageStoreHealthCheck Check, StoreCondition Condition) Check(IImageStore store, TimeProvider clock)
    {
        var condition = new StoreCondition(store, clock, NullLogger<StoreCondition>.Instance);
        return (new ImageStoreHealthCheck(store, condition), condition);
    }

    private static async Task<HealthStatus> CheckAsync(IHealthCheck check) => (await check.CheckHealthAsync(new HealthCheckContext
    {
        Registration = new HealthCheckRegistration("image_store", check, HealthStatus.Unhealthy, tags: null),
    })).Status;
}

/// <summary>A folder store whose folder for images can be put out of reach for everybody, root as well.</summary>
internal sealed class RefusingFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nanobanana-refusing-").FullName;

    public RefusingFolder() => Store = new LocalImageStore(Options.Create(new StorageOptions { LocalPath = _root }));

    public LocalImageStore Store { get; }

    private string Images => Path.Combine(_root, "images");

    public void Refuse()
    {
        if (Directory.Exists(Images))
            Directory.Delete(Images);
        File.WriteAllText(Images, "in the way");
    }

    public void Take() => File.Delete(Images);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
