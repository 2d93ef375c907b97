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
    public void Image_ToJpegOrWebp_KeepsItsSize(string format)
    {
        var image = EmulatedImage.Make(320, 200, format);

        using var jpeg = _codec.ToJpeg(image, 80).ShouldNotBeNull();
        using var webp = _codec.ToWebp(image, 80).ShouldNotBeNull();

        _codec.Measure(jpeg.Memory.Span).ShouldBe(new ImageInfo("image/jpeg", 320, 200));
        _codec.Measure(webp.Memory.Span).ShouldBe(new ImageInfo("image/webp", 320, 200));
    }

    [Fact]
    public void LowerQuality_IsSmaller()
    {
        var image = EmulatedImage.Make(512, 512, "image/png");
        using var jpeg = _codec.ToJpeg(image, 95)!;
        using var smallerJpeg = _codec.ToJpeg(image, 5)!;
        using var webp = _codec.ToWebp(image, 95)!;
        using var smallerWebp = _codec.ToWebp(image, 5)!;

        smallerJpeg.Length.ShouldBeLessThan(jpeg.Length);
        smallerWebp.Length.ShouldBeLessThan(webp.Length);
    }

    [Fact]
    public void WhatIsTransparent_IsWhiteOnAJpegAndStaysSoInAWebp()
    {
        // Black, with a window in the upper left quarter.
        var image = Masks.Window(64, 64);
        using var jpeg = _codec.ToJpeg(image, 95)!;
        using var webp = _codec.ToWebp(image, 95)!;
        using var seen = _codec.ToPng(jpeg.Memory.Span, 64, 64)!;
        using var kept = _codec.ToPng(webp.Memory.Span, 64, 64)!;

        (Masks.PixelAt(seen.Memory.Span, 10, 10) & 0xFF).ShouldBeGreaterThan(0xF0);
        (Masks.PixelAt(seen.Memory.Span, 50, 50) & 0xFF).ShouldBeLessThan(0x10);
        Masks.IsTransparentAt(kept.Memory.Span, 10, 10).ShouldBeTrue();
        Masks.IsTransparentAt(kept.Memory.Span, 50, 50).ShouldBeFalse();
    }

    [Fact]
    public void DamagedImage_IsNull()
    {
        var image = EmulatedImage.Make(640, 480, "image/png");

        _codec.ToJpeg(image.AsSpan(0, image.Length / 2), 80).ShouldBeNull();
        _codec.ToWebp("not an image"u8, 80).ShouldBeNull();
    }
}
