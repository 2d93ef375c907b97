using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Tests.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Imaging;

/// <summary>The sandbox's moving pictures as they are measured before they are kept.</summary>
public sealed class ApngFileTests : IAsyncLifetime
{
    private byte[] _film = [];

    public async ValueTask InitializeAsync()
    {
        await using var setup = new ProviderSetup();
        var request = setup.Request("sandbox", "sandbox-video-1", 1280, 720, "480p") with { DurationSeconds = 3 };
        using var bytes = (await setup.Provider("sandbox").SendAsync(request, CancellationToken.None)).ShouldBeDelivered().Bytes;
        _film = bytes.Memory.ToArray();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Film_Measured_IsItsSizeAndLength() =>
        (await MeasureAsync(_film)).ShouldBe(new VideoInfo("image/apng", 854, 480, TimeSpan.FromSeconds(3)));

    [Fact]
    public async Task StillImage_Measured_IsNoVideo() => (await MeasureAsync(EmulatedImage.Make(640, 360, "image/png"))).ShouldBeNull();

    [Fact]
    public async Task FilmCutAnywhere_Measured_IsNoVideo()
    {
        for (var length = 0; length < _film.Length; length += length < 200 ? 1 : 997)
            (await MeasureAsync(_film[..length])).ShouldBeNull($"{length} of {_film.Length} bytes");
        (await MeasureAsync([.. _film, 0])).ShouldBeNull();
    }

    [Fact]
    public async Task FilmWithOneByteChanged_Measured_IsNoVideo()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var file = _film.ToArray();
            file[random.Next(file.Length)] ^= (byte)random.Next(1, 256);
            (await MeasureAsync(file)).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("fewer frames than announced", 3u)]
    [InlineData("no frames announced", 0u)]
    public async Task FilmThatMiscounts_Measured_IsNoVideo(string why, uint frames)
    {
        // The count stands behind the header's 33 bytes and its own head's 8; its checksum is made anew.
        var file = _film.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(41), frames);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(49), PngFile.Checksum(file.AsSpan(37, 12)));

        (await MeasureAsync(file)).ShouldBeNull(why);
    }

    private static async Task<VideoInfo?> MeasureAsync(byte[] file) => await VideoFile.MeasureAsync(new MemoryStream(file), CancellationToken.None);
}
