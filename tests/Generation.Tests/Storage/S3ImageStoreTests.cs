using System.Net;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Tests.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Storage;

/// <summary>The store over a real socket, against a service that verifies every signature and refuses what R2 refuses.</summary>
public sealed class S3ImageStoreTests : IAsyncLifetime
{
    private const string Key = "images/2026/11/gen_1.png";
    private static readonly byte[] Image = EmulatedImage.Make(300, 200, "image/png");

    private readonly TestClock _clock = new();
    private S3Emulator _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await S3Emulator.StartAsync(new S3EmulatorOptions { Time = _clock });

    [Fact]
    public async Task Object_PutAndOpen_IsTheSameBytesAndType()
    {
        await using var setup = Setup();
        using var pooled = PooledBytes.CopyOf(Image);

        await setup.Store.PutAsync(Key, pooled.Memory, "image/png", CancellationToken.None);

        var kept = _s3.Objects[Key];
        kept.Bytes.Span.SequenceEqual(Image).ShouldBeTrue();
        kept.ContentType.ShouldBe("image/png");
        (await ReadAsync(setup.Store)).ShouldBe(Image);
        (setup.Store.Backend, setup.Store.Keeps).ShouldBe(("s3", true));
        (_s3.Switchboard.Count, _s3.Switchboard.Rejected).ShouldBe((2, 0));
    }

    [Fact]
    public async Task MissingObject_Open_IsNull()
    {
        await using var setup = Setup();

        (await setup.Store.OpenAsync(Key, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task SignedUrl_FetchedByAnyone_GivesTheImageUntilItExpires()
    {
        await using var setup = Setup();
        await setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None);
        var url = setup.Store.SignedUrl(Key, TimeSpan.FromMinutes(5)).ShouldNotBeNull();
        using var client = new HttpClient();

        (await client.GetByteArrayAsync(url)).ShouldBe(Image);
        _clock.Advance(TimeSpan.FromMinutes(6));
        using var late = await client.GetAsync(url);

        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await late.Content.ReadAsStringAsync()).ShouldContain("Request has expired");
    }

    [Theory]
    [InlineData("gen_1", "gen_2")]
    [InlineData("X-Amz-Expires=300", "X-Amz-Expires=30000")]
    public async Task SignedUrl_Changed_IsRefused(string part, string other)
    {
        await using var setup = Setup();
        await setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None);
        var url = setup.Store.SignedUrl(Key, TimeSpan.FromMinutes(5))!.OriginalString;
        url.ShouldContain(part);
        using var client = new HttpClient();

        using var response = await client.GetAsync(url.Replace(part, other, StringComparison.Ordinal));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync()).ShouldContain("SignatureDoesNotMatch");
    }

    [Fact]
    public async Task SignedUrl_LongestLifetime_IsWhatSignaturesAllow()
    {
        await using var setup = Setup();

        setup.Store.SignedUrl(Key, TimeSpan.FromDays(30))!.Query.ShouldContain("X-Amz-Expires=604800");
    }

    [Theory]
    [InlineData("R2_SECRET_ACCESS_KEY", "wrong", "SignatureDoesNotMatch")]
    [InlineData("R2_ACCESS_KEY_ID", "wrong", "InvalidAccessKeyId")]
    [InlineData("R2_BUCKET_NAME", "other", "NoSuchBucket")]
    public async Task WrongSetting_EveryOperation_FailsAsStoreWithoutTheSecret(string variable, string value, string code)
    {
        await using var setup = Setup((variable, value));

        var put = await Should.ThrowAsync<ImageStoreException>(() => setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None));
        var open = await Should.ThrowAsync<ImageStoreException>(() => setup.Store.OpenAsync(Key, CancellationToken.None));

        put.Message.ShouldContain(code);
        open.Message.ShouldContain(code);
        (put + open.ToString()).ShouldNotContain(_s3.Options.SecretKey);
        (await setup.Store.IsWritableAsync("images/probe", 100, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task ClockFarOff_Put_IsRefused()
    {
        await using var setup = Setup();
        _clock.Advance(TimeSpan.FromHours(1));

        (await Should.ThrowAsync<ImageStoreException>(() => setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None))).Message.ShouldContain("RequestTimeTooSkewed");
    }

    [Theory]
    [InlineData("internal")]
    [InlineData("slow_down")]
    [InlineData("reset")]
    public async Task PassingTrouble_Put_SucceedsByRepeating(string behaviour)
    {
        await using var setup = Setup();
        _s3.Switchboard.Next(behaviour);

        await setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None);

        _s3.Objects[Key].Bytes.Span.SequenceEqual(Image).ShouldBeTrue();
        _s3.Switchboard.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("internal", 3)]
    [InlineData("read_only", 1)]
    public async Task LastingTrouble_Put_FailsAsStoreAfterBoundedCalls(string behaviour, int calls)
    {
        await using var setup = Setup();
        _s3.Switchboard.Default = behaviour;

        await Should.ThrowAsync<ImageStoreException>(() => setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None));

        _s3.Switchboard.Count.ShouldBe(calls);
        _s3.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hanging_CallerCancels_IsCancelledAtOnce()
    {
        await using var setup = Setup();
        _s3.Switchboard.Default = "hang";
        using var cancel = new CancellationTokenSource();

        var put = setup.Store.PutAsync(Key, Image, "image/png", cancel.Token);
        await _s3.Switchboard.WaitForRequestsAsync(1);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => put);
    }

    [Fact]
    public async Task NobodyListens_EveryOperation_FailsAsStore()
    {
        await using var setup = Setup(("R2_ENDPOINT", "http://127.0.0.1:1"));

        await Should.ThrowAsync<ImageStoreException>(() => setup.Store.PutAsync(Key, Image, "image/png", CancellationToken.None));
        await Should.ThrowAsync<ImageStoreException>(() => setup.Store.OpenAsync(Key, CancellationToken.None));
        (await setup.Store.IsWritableAsync("images/probe", 100, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task GoodBucket_IsWritable()
    {
        await using var setup = Setup();

        (await setup.Store.IsWritableAsync("images/probe", 100, CancellationToken.None)).ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => _s3.DisposeAsync();

    private static async Task<byte[]> ReadAsync(IImageStore store)
    {
        await using var stream = (await store.OpenAsync(Key, CancellationToken.None)).ShouldNotBeNull();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private ProviderSetup Setup(params (string Key, string? Value)[] settings) => S3Settings.Setup(_s3, settings);
}
