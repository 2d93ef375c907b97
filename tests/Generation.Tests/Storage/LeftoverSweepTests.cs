using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Tests.Storage;

public sealed class LeftoverSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-leftovers-").FullName;
    private readonly TestClock _clock = new();

    [Fact]
    public void FilesOfBrokenWrites_Sweep_RemovesThoseOfAnHourAgoAndNothingElse()
    {
        var old = Make($"images/.{Guid.NewGuid():n}.tmp", hours: 2);
        var atTheRoot = Make($".{Guid.NewGuid():n}.tmp", hours: 2);
        string[] others =
        [
            Make($"images/.{Guid.NewGuid():n}.tmp", hours: 0), Make("images/gen_1.png", hours: 2), Make("images/.hidden.tmp", hours: 2),
            Make($"images/{Guid.NewGuid():n}.tmp", hours: 2), Make($"images/.{Guid.NewGuid():n}.png", hours: 2),
        ];

        Sweep(_folder).ShouldBe(2);

        File.Exists(old).ShouldBeFalse();
        File.Exists(atTheRoot).ShouldBeFalse();
        others.ShouldAllBe(static path => File.Exists(path));
    }

    [Fact]
    public void MoreThanOneSweepTakes_Sweep_LeavesTheRestToTheNext()
    {
        for (var i = 0; i < 1_001; i++)
            Make($"images/.{Guid.NewGuid():n}.tmp", hours: 2);

        Sweep(_folder).ShouldBe(1_000);
        Sweep(_folder).ShouldBe(1);
    }

    [Fact]
    public void NoFolderYet_Sweep_FindsNothing() => Sweep(Path.Combine(_folder, "none")).ShouldBe(0);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Sweep(string folder)
    {
        var options = Options.Create(new StorageOptions { LocalPath = folder });
        using var sweep = new LeftoverSweep(new LocalImageStore(options), options, _clock, NullLogger<LeftoverSweep>.Instance);
        return sweep.Sweep(CancellationToken.None);
    }

    private string Make(string name, int hours)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, (_clock.GetUtcNow() - TimeSpan.FromHours(hours)).UtcDateTime);
        return path;
    }
}
