using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Tests.Imaging;

internal static class TestCodec
{
    public static IImageCodec Create(int maxMegapixels = 64) => new GdImageCodec(Options.Create(new ImagingOptions { MaxMegapixels = maxMegapixels }));
}
