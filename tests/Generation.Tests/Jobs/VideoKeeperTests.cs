using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Tests.Providers;
using NanoBanana.Generation.Tests.Storage;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Videos in an object store, whose streams cannot be read from their middle.</summary>
public sealed class VideoKeeperTests : IAsyncLifetime
{
    private static readonly byte[] Movie = EmulatedMovie.Make(640, 360, 5);
    private readonly Guid _job = Guid.CreateVersion7();
    private S3Emulator _s3 = null!;
    private ProviderSetup _setup = null!;
    private VideoKeeper _keeper = null!;

    public async ValueTask InitializeAsync()
    {
        _s3 = await S3Emulator.StartAsync();
        _setup = S3Settings.Setup(_s3);
        _keeper = new VideoKeeper(
            _setup.Store, new StoreCondition(_setup.Store, TimeProvider.System, NullLogger<StoreCondition>.Instance),
            new GenerationMetrics(_setup.Services.GetRequiredService<IMeterFactory>()), _setup.Services.GetRequiredService<IOptions<StorageOptions>>());
    }

    [Fact]
    public async Task Video_Kept_LiesThereAsItCameAndIsFoundAgain()
    {
        var spooled = (await SpooledFile.CopyAsync(new MemoryStream(Movie), Path.GetTempPath(), CancellationToken.None)).ShouldNotBeNull();

        var kept = (await KeepAsync(new ProviderResult.Filmed(spooled, "application/octet-stream"))).ShouldBeOfType<KeptImage.Kept>().Image;

        var key = $"videos/{JobIds.ToWire(_job)}.mp4";
        (_s3.Objects[key].ContentType, _s3.Objects[key].Bytes.Span.SequenceEqual(Movie)).ShouldBe(("video/mp4", true));
        (kept.StorageKey, kept.MediaType, kept.Width, kept.Height, kept.ByteCount, kept.DurationMs, kept.InlineUrl)
            .ShouldBe((key, "video/mp4", 640, 360, Movie.Length, 5_000, null));
        kept.Sha256.ShouldBe(SHA256.HashData(Movie));
        (await _keeper.FindAsync(_job, 1, CancellationToken.None)).ShouldBeEquivalentTo(kept);
        (await _keeper.FindAsync(Guid.CreateVersion7(), 1, CancellationToken.None)).ShouldBeNull();
        (await _keeper.FindAsync(_job, 2, CancellationToken.None)).ShouldBeNull();
        Should.Throw<ObjectDisposedException>(() => spooled.Rewind());
    }

    [Fact]
    public async Task VideoInMemory_Kept_LiesThereAsItCame()
    {
        (await KeepAsync(new ProviderResult.Delivered(PooledBytes.CopyOf(Movie), "video/mp4"))).ShouldBeOfType<KeptImage.Kept>();

        _s3.Objects.Single().Value.Bytes.Span.SequenceEqual(Movie).ShouldBeTrue();
    }

    [Fact]
    public async Task ImageInsteadOfAVideo_Kept_IsDamagedAndNotStored()
    {
        var image = PooledBytes.CopyOf(EmulatedImage.Make(64, 64, "image/png"));

        var damaged = (await KeepAsync(new ProviderResult.Delivered(image, "video/mp4"))).ShouldBeOfType<KeptImage.Damaged>();

        damaged.Failure.ShouldBe(new ProviderResult.Failed(FailureClass.BadImage, "DAMAGED"));
        _s3.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task BucketThatRefuses_Kept_IsNotInlinedButLost()
    {
        _s3.Switchboard.Default = "read_only";

        (await KeepAsync(new ProviderResult.Delivered(PooledBytes.CopyOf(Movie), "video/mp4"))).ShouldBeOfType<KeptImage.NotKept>();
    }

    [Fact]
    public async Task FilmUnderTheNameOfAnother_Found_IsNotBelieved()
    {
        await _setup.Store.PutAsync($"videos/{JobIds.ToWire(_job)}.apng", Movie, "image/apng", CancellationToken.None);

        (await _keeper.FindAsync(_job, 1, CancellationToken.None)).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _s3.DisposeAsync();
    }

    private Task<KeptImage> KeepAsync(ProviderResult result) => _keeper.KeepAsync(
        new JobRecord(
            _job, Guid.NewGuid(), Guid.NewGuid(), null,
            new GenerationRequest("x", 640, 360, 1, "natural", "basic", "saas") { Kind = MediaKind.Video }, new RoutePlan("priority", [VideoJobs.Google]), 20,
            TimeProvider.System.GetUtcNow(), null, []),
        1, result);
}
