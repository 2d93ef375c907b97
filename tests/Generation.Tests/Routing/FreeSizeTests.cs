using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>What is asked of a model that takes any size within limits.</summary>
public sealed class FreeSizeTests
{
    private static readonly ProviderModel Limited = new("m")
    {
        Resolutions = ["1K", "2K", "4K"],
        MaxSide = 3_840,
        MinPixels = 655_360,
        MaxPixels = 8_294_400,
        MaxRatio = 3,
    };

    [Fact]
    public void AnySize_Fitted_StaysWithinEveryLimit()
    {
        for (var width = 64; width <= 6_144; width += 151)
        {
            for (var height = 64; height <= 6_144; height += 157)
            {
                var fit = ModelFit.Of(Limited, new ImageSize(width, height)).ShouldNotBeNull($"{width}x{height}");
                var (longer, shorter) = (Math.Max(fit.Width, fit.Height), Math.Min(fit.Width, fit.Height));
                (fit.Width % 16, fit.Height % 16).ShouldBe((0, 0), $"{width}x{height}");
                longer.ShouldBeLessThanOrEqualTo(Math.Min(3_840, 3 * shorter), $"{width}x{height}");
                (fit.Width * fit.Height).ShouldBeInRange(655_360, 8_294_400, $"{width}x{height}");
            }
        }
    }

    [Theory]
    [InlineData(3_072, 1_024, true)]
    [InlineData(3_200, 1_024, false)]
    [InlineData(256, 2_048, false)]
    [InlineData(1_024, 1_024, true)]
    public void Shape_Fitted_IsExactUnlessItIsTooSlim(int width, int height, bool isExact) =>
        ModelFit.Of(Limited, new ImageSize(width, height)).ShouldNotBeNull().IsExact.ShouldBe(isExact);

    [Fact]
    public void ModelWithoutLimits_Fitted_MakesTheSizeItself() =>
        ModelFit.Of(new ProviderModel("m") { SizeStep = 1, MinSide = 1 }, new ImageSize(1_500, 100)).ShouldNotBeNull().ShouldBe(
            new ModelFit(new AspectRatio(15, 1), 1_500, 100, "1K", IsExact: true));
}
