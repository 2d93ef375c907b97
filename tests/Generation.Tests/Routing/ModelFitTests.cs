using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>What a model is asked for, so that the caller gets the size that was asked for.</summary>
public sealed class ModelFitTests
{
    private static readonly ProviderModel Shapes = new("shapes")
    {
        Resolutions = ["1K", "2K"],
        Ratios = [new(1, 1), new(16, 9), new(9, 16), new(3, 2)],
    };

    private static readonly ProviderModel Fixed = new("fixed") { Sizes = [new(1024, 1024), new(1536, 1024), new(1024, 1536), new(2048, 2048)], Resolutions = ["1K", "2K"] };
    private static readonly ProviderModel Free = new("free") { Resolutions = ["1K", "2K"], SizeStep = 16, MinSide = 64, MaxSide = 4_096, MaxPixels = 4_194_304 };

    [Theory]
    [InlineData(1024, 1024, "1:1", true)]
    [InlineData(256, 256, "1:1", true)]
    [InlineData(1344, 756, "16:9", true)]
    [InlineData(1408, 768, "16:9", false)]
    [InlineData(1280, 896, "3:2", false)]
    public void ModelOfShapes_Fitted_TakesTheNearest(int width, int height, string ratio, bool exact)
    {
        var fit = ModelFit.Of(Shapes, new ImageSize(width, height)).ShouldNotBeNull();
        (fit.Ratio.ToString(), fit.IsExact).ShouldBe((ratio, exact));
    }

    [Theory]
    [InlineData(256, 256, 1024, 1024, true)]
    [InlineData(1100, 1100, 2048, 2048, true)]
    [InlineData(3000, 3000, 2048, 2048, true)]
    [InlineData(1280, 896, 1536, 1024, false)]
    public void ModelOfFixedSizes_Fitted_TakesTheSmallestThatCovers(int width, int height, int madeWidth, int madeHeight, bool exact)
    {
        var fit = ModelFit.Of(Fixed, new ImageSize(width, height)).ShouldNotBeNull();
        (fit.Width, fit.Height, fit.IsExact).ShouldBe((madeWidth, madeHeight, exact));
    }

    [Theory]
    [InlineData(1280, 896, 1280, 896)]
    [InlineData(256, 256, 256, 256)]
    [InlineData(32, 32, 64, 64)]
    [InlineData(3000, 3000, 2048, 2048)]
    public void ModelOfAnySize_Fitted_MakesItOrTheNearestOfItsShape(int width, int height, int madeWidth, int madeHeight)
    {
        var fit = ModelFit.Of(Free, new ImageSize(width, height)).ShouldNotBeNull();
        (fit.Width, fit.Height, fit.IsExact).ShouldBe((madeWidth, madeHeight, true));
    }

    [Theory]
    [InlineData("2K", true)]
    [InlineData("4K", false)]
    public void NamedStep_Fitted_IsThatOrNothing(string resolution, bool possible)
    {
        var size = ImageSize.Of(new AspectRatio(16, 9), resolution).ShouldNotBeNull();
        var fit = ModelFit.Of(Shapes, size);
        fit.HasValue.ShouldBe(possible);
        if (possible)
            (fit!.Value.Resolution, fit.Value.IsExact).ShouldBe((resolution, true));
    }

    [Fact]
    public void TooLargeForAnyStep_Fitted_IsNothing() => ModelFit.Of(Shapes, new ImageSize(9_000, 9_000)).ShouldBeNull();
}
