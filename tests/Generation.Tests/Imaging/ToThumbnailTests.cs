using NanoBanana.Generation.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Imaging;

public sealed class ToThumbnailTests
{
    private readonly IImageCodec _codec = TestCodec.Create();

    [Theory]
    [InlineData("image/png", 1344, 768, 512, 293)]
    [InlineData("image/jpeg", 768, 1344, 293, 512)]
    [InlineData("image/webp", 1024, 1024, 512, 512)]
    [InlineData("image/png", 4000, 20, 512, 3)]
    [InlineData("image/png", 1400, 1, 512, 1)]
    public async Task Image_ToThumbnail_FitsIntoTheSquareInItsOwnShape(string format, int width, int height, int toWidth, int toHeight)
    {
        using var made = (await _codec.ToThumbnailAsync(EmulatedImage.Make(width, height, format), 512)).ShouldNotBeNull();

        _codec.Measure(made.Memory.Span).ShouldBe(new ImageInfo("image/webp", toWidth, toHeight));
    }

    [Theory]
    [InlineData(512, 512)]
    [InlineData(200, 100)]
    public async Task SmallImage_ToThumbnail_IsNotEnlarged(int width, int height)
    {
        using var made = (await _codec.ToThumbnailAsync(EmulatedImage.Make(width, height, "image/png"), 512)).ShouldNotBeNull();

        _codec.Measure(made.Memory.Span).ShouldBe(new ImageInfo("image/webp", width, height));
    }

    [Fact]
    public async Task DamagedImage_ToThumbnail_IsNull()
    {
        var image = EmulatedImage.Make(640, 480, "image/png");

        (await _codec.ToThumbnailAsync(image.AsMemory(0, image.Length / 2), 512)).ShouldBeNull();
        (await _codec.ToThumbnailAsync("not an image"u8.ToArray(), 512)).ShouldBeNull();
    }
}
