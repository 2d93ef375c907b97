using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Tests.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Storage;

/// <summary>Videos given to a store as files: the same bytes, whole or not at all.</summary>
public sealed class PutFileTests : IAsyncLifetime
{
    private const string Key = "videos/gen_1.mp4";
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-images-").FullName;
    private readonly byte[] _video = RandomNumberGenerator.GetBytes(5_000_001);
    private S3Emulator _s3 = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _s3 = await S3Emulator.StartAsync();
        _setup = S3Settings.Setup(_s3);
    }

    [Fact]
    public async Task Folder_TakesIt_ByteForByteAndLeavesTheSourceOpen()
    {
        using var store = Local();
        await using var content = new MemoryStream(_video);

        await store.PutFileAsync(Key, content, "video/mp4", CancellationToken.None);

        (await File.ReadAllBytesAsync(Path.Combine(_folder, Key))).AsSpan().SequenceEqual(_video).ShouldBeTrue();
        content.CanRead.ShouldBeTrue();
        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task FolderWithASourceThatBreaks_KeepsNothing()
    {
        using var store = Local();

        await Should.ThrowAsync<ImageStoreException>(() => store.PutFileAsync(Key, new BreakingStream(_video), "video/mp4", CancellationToken.None));

        Directory.Exists(Path.Combine(_folder, "videos")).ShouldBeTrue();
        Directory.EnumerateFiles(Path.Combine(_folder, "videos")).ShouldBeEmpty();
        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task FolderThatRefusesOrIsCancelled_FailsAndKeepsNothing()
    {
        using var store = Local();
        await Should.ThrowAsync<OperationCanceledException>(
            () => store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", new CancellationToken(canceled: true)));
        LeftOver().ShouldBeEmpty();

        Directory.Delete(Path.Combine(_folder, "videos"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "videos"), "in the way");
        await Should.ThrowAsync<ImageStoreException>(() => store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", CancellationToken.None));
    }

    [Fact]
    public async Task Bucket_TakesIt_ByteForByteInOneSignedCall()
    {
        await using var content = new MemoryStream(_video);

        await _setup.Store.PutFileAsync(Key, content, "video/mp4", CancellationToken.None);

        _s3.Objects[Key].Bytes.Span.SequenceEqual(_video).ShouldBeTrue();
        _s3.Objects[Key].ContentType.ShouldBe("video/mp4");
        (_s3.Switchboard.Count, _s3.Switchboard.Rejected).ShouldBe((1, 0));
        content.CanRead.ShouldBeTrue();
    }

    [Theory]
    [InlineData("internal")]
    [InlineData("reset")]
    public async Task BucketInPassingTrouble_TakesItFromItsBeginningTheNextTime(string behaviour)
    {
        _s3.Switchboard.Next(behaviour);

        await _setup.Store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", CancellationToken.None);

        _s3.Objects[Key].Bytes.Span.SequenceEqual(_video).ShouldBeTrue();
        _s3.Switchboard.Count.ShouldBe(2);
    }

    [Fact]
    public async Task BucketThatIsSlow_IsNotGivenUpInTheTimeOfAnImage()
    {
        _s3.Switchboard.Next("slow:11000");

        await _setup.Store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", CancellationToken.None);

        _s3.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task BucketThatRefuses_FailsAsStore()
    {
        _s3.Switchboard.Default = "read_only";
        await Should.ThrowAsync<ImageStoreException>(() => _setup.Store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", CancellationToken.None));
        await using var wrong = S3Settings.Setup(_s3, ("R2_SECRET_ACCESS_KEY", "wrong"));
        (await Should.ThrowAsync<ImageStoreException>(() => wrong.Store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", CancellationToken.None)))
            .Message.ShouldContain("SignatureDoesNotMatch");
        _s3.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task BucketThatHangs_CallerCancels_IsCancelledAtOnce()
    {
        _s3.Switchboard.Default = "hang";
        using var cancel = new CancellationTokenSource();
        var put = _setup.Store.PutFileAsync(Key, new MemoryStream(_video), "video/mp4", cancel.Token);
        await _s3.Switchboard.WaitForRequestsAsync(1);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => put);
    }

    [Theory]
    [InlineData("../outside.mp4")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task KeyThatIsNone_Throws(string key)
    {
        using var store = Local();
        await Should.ThrowAsync<ArgumentException>(() => store.PutFileAsync(key, new MemoryStream(), "video/mp4", CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(() => _setup.Store.PutFileAsync(key, new MemoryStream(), "video/mp4", CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _s3.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private LocalImageStore Local() => new(Options.Create(new StorageOptions { LocalPath = _folder }));

    private string[] LeftOver() => Directory.GetFiles(_folder, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    /// <summary>A temporary file on a disk that fails in its middle.</summary>
    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(new byte[1_000], cancellationToken);
            throw new IOException("Input/output error");
        }
    }
}
