using System.Net;
using NanoBanana.Generation.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>What becomes of a video between its provider and the store, and that nobody pays for one that is not kept.</summary>
public sealed class VideoJobTests : IAsyncLifetime
{
    private readonly string _spool = Directory.CreateTempSubdirectory("nanobanana-spool-").FullName;
    private GenerationApplication _application = null!;
    private VideoJobs _jobs = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(("Storage:SpoolPath", _spool));
        _application.Gemini.Polls.Default = "now";
        _jobs = new VideoJobs(_application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Delete(_spool, recursive: true);
    }

    [Fact]
    public async Task Order_Ready_IsKeptAsItIsMeasuredAndCharged()
    {
        var job = await _jobs.OrderAsync();
        await using var instance = await _application.StartInstanceAsync();

        var view = await _jobs.EndAsync(instance, job);

        ((string)view["status"]!).ShouldBe("succeeded", view.ToJsonString());
        var expected = EmulatedMovie.Make(1280, 720, 8);
        var video = view["images"]![0]!;
        ((string)video["media_type"]!, (int)video["width"]!, (int)video["height"]!, (double)video["duration_seconds"]!).ShouldBe(("video/mp4", 1280, 720, 8));
        ((int)video["bytes"]!).ShouldBe(expected.Length);
        new Uri((string)video["url"]!).AbsolutePath.ShouldBe($"/v1/videos/{JobIds.ToWire(job)}.mp4");
        view["warnings"]!.AsArray().ShouldBeEmpty();
        (await File.ReadAllBytesAsync(FileOf(job, "mp4"))).ShouldBe(expected);
        Directory.EnumerateFileSystemEntries(_spool).ShouldBeEmpty();
        await _jobs.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task DeadLink_IsAskedForAgain()
    {
        _application.Gemini.Files.Next("expired");
        var job = await _jobs.OrderAsync();
        await using var instance = await _application.StartInstanceAsync();

        ((string)(await _jobs.EndAsync(instance, job))["status"]!).ShouldBe("succeeded");

        _application.Gemini.Switchboard.Requests.Count(static request => request.Method == "POST").ShouldBe(1);
    }

    [Theory]
    [InlineData("no_video")]
    [InlineData("wrong_type")]
    [InlineData("cut")]
    public async Task FileThatIsNoVideo_IsTheProvidersFailureAndFree(string behaviour)
    {
        _application.Gemini.Files.Default = behaviour;
        var job = await _jobs.OrderAsync();
        await using var instance = await _application.StartInstanceAsync();

        var view = await _jobs.EndAsync(instance, job);

        ((string)view["status"]!, (string)view["error"]!["code"]!).ShouldBe(("failed", "provider.bad_image"));
        File.Exists(FileOf(job, "mp4")).ShouldBeFalse();
        await _jobs.BalanceBecomesAsync(1000);
    }

    [Theory]
    [InlineData("Storage:LocalPath", "/proc/nowhere")]
    [InlineData("Storage:SpoolPath", "/proc")]
    [InlineData("STORAGE_BACKEND", "none")]
    public async Task PlaceThatTakesNothing_IsOurFailureAndFree(string setting, string value)
    {
        var job = await _jobs.OrderAsync();
        await using var instance = await _application.StartInstanceAsync((setting, value));

        var view = await _jobs.EndAsync(instance, job);

        ((string)view["status"]!, (string)view["error"]!["code"]!).ShouldBe(("failed", "storage.unavailable"), view.ToJsonString());
        ((string)view["attempts"]![0]!["failure"]!).ShouldBe("store_failed");
        await _jobs.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task OtherShapeAndLengthThanAsked_AreTold()
    {
        var job = await _jobs.OrderAsync(VideoJobs.Google with { Seconds = 4 }, width: 720, height: 1280);
        await using var instance = await _application.StartInstanceAsync();

        var view = await _jobs.EndAsync(instance, job);

        view["warnings"]!.AsArray().Select(static warning => (string)warning!["code"]!).ShouldBe(["size_mismatch", "duration_mismatch"]);
        ((double)view["images"]![0]!["duration_seconds"]!).ShouldBe(8);
    }

    [Fact]
    public async Task Sandbox_IsKeptUnderItsOwnName()
    {
        var job = await _jobs.LeaveBehindAsync(AttemptState.NotSent, VideoJobs.Sandbox);
        await using var instance = await _application.StartInstanceAsync();

        var view = await _jobs.EndAsync(instance, job);

        var video = view["images"]![0]!;
        ((string)video["media_type"]!, (double)video["duration_seconds"]!).ShouldBe(("image/apng", 3));
        new Uri((string)video["url"]!).AbsolutePath.ShouldBe($"/v1/videos/{JobIds.ToWire(job)}.apng");
        view["warnings"]!.AsArray().ShouldBeEmpty();
        File.Exists(FileOf(job, "apng")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(AttemptState.Sending)]
    [InlineData(AttemptState.Accepted)]
    public async Task StoredBeforeACrash_IsFoundWithoutACall(string state)
    {
        var job = await _jobs.LeaveBehindAsync(state, VideoJobs.Google);
        await StoreAsync(job, EmulatedMovie.Make(1280, 720, 8));
        await using var instance = await _application.StartInstanceAsync();

        var view = await _jobs.EndAsync(instance, job);

        ((string)view["status"]!, (double)view["images"]![0]!["duration_seconds"]!).ShouldBe(("succeeded", 8));
        _application.Gemini.Switchboard.Count.ShouldBe(0);
        await _jobs.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task HalfAFileOfACrash_IsNotTakenForTheVideo()
    {
        var job = await _jobs.LeaveBehindAsync(AttemptState.Sending, VideoJobs.Google);
        await StoreAsync(job, EmulatedMovie.Make(1280, 720, 8)[..^1]);
        await using var instance = await _application.StartInstanceAsync();

        var view = await _jobs.EndAsync(instance, job);

        ((string)view["error"]!["code"]!).ShouldBe("generation.outcome_unknown");
        await _jobs.BalanceBecomesAsync(1000);
    }

    private string FileOf(Guid job, string ending) => Path.Combine(_application.ImageFolder, "videos", $"{JobIds.ToWire(job)}.{ending}");

    private async Task StoreAsync(Guid job, byte[] video)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(job, "mp4"))!);
        await File.WriteAllBytesAsync(FileOf(job, "mp4"), video);
    }
}
