using NanoBanana.Generation.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Imaging;

public sealed class ToPngTests
{
    private readonly IImageCodec _codec = TestCodec.Create();

    [Theory]
    [InlineData("image/jpeg", 1376, 768, 1408, 768)]
    [InlineData("image/jpeg", 1024, 1024, 1024, 1024)]
    [InlineData("image/webp", 640, 480, 256, 256)]
    [InlineData("image/png", 64, 64, 500, 300)]
    public async Task Image_ToPng_HasTheSizeAskedFor(string format, int width, int height, int toWidth, int toHeight)
    {
        using var png = (await _codec.ToPngAsync(EmulatedImage.Make(width, height, format), toWidth, toHeight)).ShouldNotBeNull();

        _codec.Measure(png.Memory.Span).ShouldBe(new ImageInfo("image/png", toWidth, toHeight));
    }

    [Fact]
    public async Task Image_ToPng_KeepsItsPixels()
    {
        var source = EmulatedImage.Make(240, 120, "image/png");
        using var same = (await _codec.ToPngAsync(source, 240, 120)).ShouldNotBeNull();
        using var half = (await _codec.ToPngAsync(source, 120, 60)).ShouldNotBeNull();

        foreach (var (x, y) in new[] { (5, 5), (200, 20), (100, 100), (30, 60) })
        {
            Pixel(same, x, y).ShouldBe(Pixel(source, x, y));
            Distance(Pixel(half, x / 2, y / 2), Pixel(source, x, y)).ShouldBeLessThan(40);
        }
    }

    [Fact]
    public async Task DamagedImage_ToPng_IsNull()
    {
        var image = EmulatedImage.Make(640, 480, "image/jpeg");

        (await _codec.ToPngAsync(image.AsMemory(0, image.Length / 2), 640, 480)).ShouldBeNull();
        (await _codec.ToPngAsync(ReadOnlyMemory<byte>.Empty, 640, 480)).ShouldBeNull();

        // An end marker glued to half a scan satisfies the structure; only decoding finds the missing half.
        byte[] glued = [.. image.AsSpan(0, image.Length / 2), 0xFF, 0xD9];
        _codec.Measure(glued).ShouldNotBeNull();
        (await _codec.ToPngAsync(glued, 640, 480)).ShouldBeNull();
    }

    [Fact]
    public async Task TooManyPixels_ToPng_IsNull()
    {
        var small = TestCodec.Create(maxMegapixels: 1);

        (await small.ToPngAsync(EmulatedImage.Make(1100, 1000, "image/jpeg"), 10, 10)).ShouldBeNull();
        (await small.ToPngAsync(EmulatedImage.Make(10, 10, "image/jpeg"), 1100, 1000)).ShouldBeNull();
        (await small.ToPngAsync(EmulatedImage.Make(1000, 900, "image/jpeg"), 10, 10)).ShouldNotBeNull().Dispose();
    }

    [Fact]
    public async Task ManyAtOnce_ToPng_AllSucceed()
    {
        var image = EmulatedImage.Make(640, 480, "image/jpeg");

        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(async () => (await _codec.ToPngAsync(image, 320, 240)).ShouldNotBeNull().Dispose())));
    }

    private static int Pixel(PooledBytes png, int x, int y) => Pixel(png.Memory.ToArray(), x, y);

    private static int Pixel(byte[] png, int x, int y)
    {
        var image = Gd.FromPng(png.Length, ref png[0]);
        var pixel = Gd.GetPixel(image, x, y);
        Gd.Destroy(image);
        return pixel & 0xFFFFFF;
    }

    private static int Distance(int left, int right) =>
        Math.Abs((left >> 16) - (right >> 16)) + Math.Abs(((left >> 8) & 0xFF) - ((right >> 8) & 0xFF)) + Math.Abs((left & 0xFF) - (right & 0xFF));
}
