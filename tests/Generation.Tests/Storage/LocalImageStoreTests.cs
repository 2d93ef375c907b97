using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Tests.Storage;

public sealed class LocalImageStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-images-").FullName;

    [Fact]
    public async Task Object_PutAndOpen_IsTheSameBytes()
    {
        var store = Store();
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);

        await store.PutAsync("images/2026/11/gen_1.png", bytes, "image/png", CancellationToken.None);

        (await ReadAsync(store, "images/2026/11/gen_1.png")).ShouldBe(bytes);
        store.SignedUrl("images/2026/11/gen_1.png", TimeSpan.FromHours(1)).ShouldBeNull();
        (store.Keeps, store.Backend).ShouldBe((true, "local"));
        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task MissingObject_Open_IsNull()
    {
        (await Store().OpenAsync("images/none.png", CancellationToken.None)).ShouldBeNull();
        (await Store().OpenAsync("none.png", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task SameKey_PutAgain_ReplacesItWholeWhileReadersKeepTheOldOne()
    {
        var store = Store();
        await store.PutAsync("a.png", Encoding.UTF8.GetBytes("the first and longer content"), "image/png", CancellationToken.None);
        await using var reader = (await store.OpenAsync("a.png", CancellationToken.None)).ShouldNotBeNull();

        await store.PutAsync("a.png", Encoding.UTF8.GetBytes("second"), "image/png", CancellationToken.None);

        using var old = new StreamReader(reader);
        (await old.ReadToEndAsync()).ShouldBe("the first and longer content");
        (await ReadAsync(store, "a.png")).ShouldBe(Encoding.UTF8.GetBytes("second"));
    }

    [Fact]
    public async Task ManyWritersOfOneKey_Put_LeaveOneWholeObject()
    {
        var store = Store();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            store.PutAsync("a.png", Enumerable.Repeat((byte)number, 50_000).ToArray(), "image/png", CancellationToken.None)));

        var bytes = await ReadAsync(store, "a.png");
        bytes.Length.ShouldBe(50_000);
        bytes.Distinct().ShouldHaveSingleItem();
        LeftOver().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../outside.png")]
    [InlineData("images/../../outside.png")]
    [InlineData("/etc/passwd")]
    [InlineData("images//a.png")]
    [InlineData("images/./a.png")]
    [InlineData(".hidden")]
    [InlineData("a.png\n")]
    [InlineData("a\0.png")]
    [InlineData("a\\b.png")]
    [InlineData("images/")]
    [InlineData("")]
    public async Task KeyThatIsNone_PutOrOpen_Throws(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store().PutAsync(key, new byte[1], "image/png", CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(() => Store().OpenAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task FolderIsAFile_Store_FailsAsStoreAndIsNotWritable()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "in the way");
        var store = Store(Path.Combine(file, "images"));

        (await store.IsWritableAsync("images/probe", 100, CancellationToken.None)).ShouldBeFalse();
        await Should.ThrowAsync<ImageStoreException>(() => store.PutAsync("a.png", new byte[10], "image/png", CancellationToken.None));
    }

    [Fact]
    public async Task FilesystemThatTakesNoFiles_Store_FailsAsStoreAndIsNotWritable()
    {
        // Nobody may create a file there, not even root.
        var store = Store("/proc/images");

        (await store.IsWritableAsync("images/probe", 100, CancellationToken.None)).ShouldBeFalse();
        await Should.ThrowAsync<ImageStoreException>(() => store.PutAsync("a.png", new byte[10], "image/png", CancellationToken.None));
    }

    [Fact]
    public async Task PlaceTakenByAFolder_Put_FailsAndLeavesNothingBehind()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a.png"));

        await Should.ThrowAsync<ImageStoreException>(() => Store().PutAsync("a.png", new byte[10], "image/png", CancellationToken.None));

        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_Put_LeavesNothingBehind()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Store().PutAsync("a.png", new byte[10], "image/png", new CancellationToken(canceled: true)));

        (await Store().OpenAsync("a.png", CancellationToken.None)).ShouldBeNull();
        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task GoodFolder_IsWritable_AndNothingStays()
    {
        (await Store().IsWritableAsync("images/probe", 100, CancellationToken.None)).ShouldBeTrue();
        Directory.EnumerateFiles(_folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<byte[]> ReadAsync(LocalImageStore store, string key)
    {
        await using var stream = (await store.OpenAsync(key, CancellationToken.None)).ShouldNotBeNull();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private LocalImageStore Store(string? folder = null) => new(Options.Create(new StorageOptions { LocalPath = folder ?? _folder }));

    private string[] LeftOver() => Directory.GetFiles(_folder, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
}
