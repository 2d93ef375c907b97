using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Tests.Inputs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Imaging;

public sealed class ToOtherFormatsTests
{
    private readonly IImageCodec _codec = TestCodec.Create();

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")]
    [InlineData("image/webp")]
    public async Task Image_ToJpegOrWebp_KeepsItsSize(string format)
    {
        var image = EmulatedImage.Make(320, 200, format);

        using var jpeg = (await _codec.ToJpegAsync(image, 80)).ShouldNotBeNull();
        using var webp = (await _codec.ToWebpAsync(image, 80)).ShouldNotBeNull();

        _codec.Measure(jpeg.Memory.Span).ShouldBe(new ImageInfo("image/jpeg", 320, 200));
        _codec.Measure(webp.Memory.Span).ShouldBe(new ImageInfo("image/webp", 320, 200));
    }

    [Fact]
    public async Task LowerQuality_IsSmaller()
    {
        var image = EmulatedImage.Make(512, 512, "image/png");
        using var jpeg = (await _codec.ToJpegAsync(image, 95))!;
        using var smallerJpeg = (await _codec.ToJpegAsync(image, 5))!;
        using var webp = (await _codec.ToWebpAsync(image, 95))!;
        using var smallerWebp = (await _codec.ToWebpAsync(image, 5))!;

        smallerJpeg.Length.ShouldBeLessThan(jpeg.Length);
        smallerWebp.Length.ShouldBeLessThan(webp.Length);
    }

    [Fact]
    public async Task WhatIsTransparent_IsWhiteOnAJpegAndStaysSoInAWebp()
    {
        // Black, with a window in the upper left quarter.
        var image = Masks.Window(64, 64);
        using var jpeg = (await _codec.ToJpegAsync(image, 95))!;
        using var webp = (await _codec.ToWebpAsync(image, 95))!;
        using var seen = (await _codec.ToPngAsync(jpeg.Memory, 64, 64))!;
        using var kept = (await _codec.ToPngAsync(webp.Memory, 64, 64))!;

        (Masks.PixelAt(seen.Memory.Span, 10, 10) & 0xFF).ShouldBeGreaterThan(0xF0);
        (Masks.PixelAt(seen.Memory.Span, 50, 50) & 0xFF).ShouldBeLessThan(0x10);
        Masks.IsTransparentAt(kept.Memory.Span, 10, 10).ShouldBeTrue();
        Masks.IsTransparentAt(kept.Memory.Span, 50, 50).ShouldBeFalse();
    }

    [Fact]
    public async Task DamagedImage_IsNull()
    {
        var image = EmulatedImage.Make(640, 480, "image/png");

        (await _codec.ToJpegAsync(image.AsMemory(0, image.Length / 2), 80)).ShouldBeNull();
        (await _codec.ToWebpAsync("not an image"u8.ToArray(), 80)).ShouldBeNull();
    }
}
