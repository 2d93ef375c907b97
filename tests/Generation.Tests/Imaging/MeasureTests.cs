using NanoBanana.Generation.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Imaging;

/// <summary>Reading format and size, and noticing that a file is not whole.</summary>
public sealed class MeasureTests
{
    private readonly IImageCodec _codec = TestCodec.Create();

    public static TheoryData<string> Formats => ["image/png", "image/jpeg", "image/webp"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void WholeFile_Measure_ReadsFormatAndSize(string format)
    {
        _codec.Measure(EmulatedImage.Make(301, 203, format)).ShouldBe(new ImageInfo(format, 301, 203));
        _codec.Measure(EmulatedImage.Make(1, 1, format)).ShouldBe(new ImageInfo(format, 1, 1));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void FileCutAnywhere_Measure_IsDamaged(string format)
    {
        var image = EmulatedImage.Make(640, 480, format);

        for (var tenth = 0; tenth < 10; tenth++)
            _codec.Measure(image.AsSpan(0, image.Length * tenth / 10)).ShouldBeNull($"{tenth}/10");
        for (var missing = 1; missing <= 16; missing++)
            _codec.Measure(image.AsSpan(0, image.Length - missing)).ShouldBeNull($"{missing} bytes short");
    }

    [Fact]
    public void AnyByteOfPngFlipped_Measure_IsDamaged()
    {
        var image = EmulatedImage.Make(64, 48, "image/png");

        for (var at = 0; at < image.Length; at++)
        {
            var damaged = image.ToArray();
            damaged[at] ^= 0x20;
            _codec.Measure(damaged).ShouldBeNull($"byte {at}");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task BytesAfterTheEnd_Measure_IsDamaged(string format) =>
        _codec.Measure([.. EmulatedImage.Make(64, 48, format), 0x00, 0x01]).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task RandomDamage_MeasureAndToPng_NeverThrow(string format)
    {
        var random = new Random(42);
        var image = EmulatedImage.Make(64, 48, format);
        for (var round = 0; round < 300; round++)
        {
            var damaged = image.ToArray();
            for (var flips = 0; flips < 4; flips++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            _codec.Measure(damaged);
            (await _codec.ToPngAsync(damaged, 32, 32))?.Dispose();
        }
    }

    [Fact]
    public void OtherContent_Measure_IsNoImage()
    {
        _codec.Measure([]).ShouldBeNull();
        _codec.Measure("GIF89a"u8).ShouldBeNull();
        _codec.Measure("<html>"u8).ShouldBeNull();
        _codec.Measure(new byte[5000]).ShouldBeNull();
    }
}
