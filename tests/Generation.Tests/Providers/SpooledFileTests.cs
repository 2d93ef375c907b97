using System.Security.Cryptography;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Results on their way through the disk.</summary>
public sealed class SpooledFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-spool-").FullName;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_003)]
    public async Task Content_Copied_IsTheSameWithItsLengthAndHashAndHasNoName(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);

        await using var file = (await SpooledFile.CopyAsync(new MemoryStream(bytes), _folder, CancellationToken.None)).ShouldNotBeNull();

        (file.Length, Convert.ToHexString(file.Sha256)).ShouldBe((length, Convert.ToHexString(SHA256.HashData(bytes))));
        for (var i = 0; i < 2; i++)
        {
            using var read = new MemoryStream();
            await file.Rewind().CopyToAsync(read);
            read.ToArray().AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        }

        // A process that is killed now leaves nothing.
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task ContentAsLongAsTheLimit_Copied_IsTaken_AndOneByteMoreIsNot()
    {
        await using var just = await SpooledFile.CopyAsync(new MemoryStream(new byte[1_000]), _folder, CancellationToken.None, limit: 1_000);
        just.ShouldNotBeNull();

        (await SpooledFile.CopyAsync(new MemoryStream(new byte[1_001]), _folder, CancellationToken.None, limit: 1_000)).ShouldBeNull();
    }

    [Fact]
    public async Task DiskIsFull_Filled_IsOurFailure()
    {
        await using var full = new FileStream("/dev/full", new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });

        var failure = await Should.ThrowAsync<ImageStoreException>(
            () => SpooledFile.FillAsync(full, new MemoryStream(new byte[100]), SpooledFile.Limit, CancellationToken.None));

        failure.InnerException.ShouldBeOfType<IOException>();
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/nowhere/at/all")]
    public async Task FolderThatTakesNothing_Copied_IsOurFailure(string folder) => await Should.ThrowAsync<ImageStoreException>(
        () => SpooledFile.CopyAsync(new MemoryStream(new byte[100]), folder, CancellationToken.None));

    [Fact]
    public async Task SourceThatBreaks_Copied_IsTheSourcesFailure()
    {
        await Should.ThrowAsync<IOException>(() => SpooledFile.CopyAsync(new BreakingStream(), _folder, CancellationToken.None));

        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_Copied_LeavesNothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(
            () => SpooledFile.CopyAsync(new MemoryStream(new byte[100]), _folder, new CancellationToken(canceled: true)));

        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposed_CanBeReadNoMore()
    {
        var file = (await SpooledFile.CopyAsync(new MemoryStream(new byte[100]), _folder, CancellationToken.None)).ShouldNotBeNull();

        await file.DisposeAsync();

        Should.Throw<ObjectDisposedException>(() => file.Rewind());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class BreakingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection was lost.");
    }
}
