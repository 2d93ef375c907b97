using Microsoft.Extensions.Configuration;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>Sizes and lengths of videos, without a router.</summary>
public sealed class VideoStepTests
{
    private static readonly ProviderModel Sized = new("sized") { Kind = MediaKind.Video, Resolutions = ["720p"], Sizes = [new(1280, 720), new(720, 1280), new(960, 960)] };

    [Theory]
    [InlineData("16:9", "480p", 854, 480)]
    [InlineData("16:9", "720p", 1280, 720)]
    [InlineData("9:16", "1080p", 1080, 1920)]
    [InlineData("1:1", "720p", 720, 720)]
    [InlineData("21:9", "720p", 1680, 720)]
    [InlineData("4:5", "720p", 720, 900)]
    [InlineData("16:9", "4K", 3840, 2160)]
    public void ShapeAtAStep_IsItsShorterSideAndAnEvenLongerOne(string ratio, string step, int width, int height) =>
        ImageSize.Of(AspectRatio.Parse(ratio)!.Value, step, MediaKind.Video).ShouldBe(new ImageSize(width, height, step));

    [Fact]
    public void StepsOfOneKind_AreNoneOfTheOther()
    {
        ImageSize.Of(new AspectRatio(1, 1), "720p").ShouldBeNull();
        ImageSize.Of(new AspectRatio(1, 1), "1K", MediaKind.Video).ShouldBeNull();
        ImageSize.Of(new AspectRatio(1, 1), "4K").ShouldBe(new ImageSize(4096, 4096, "4K"));
    }

    [Theory]
    [InlineData("16:9", 1280, 720, true)]
    [InlineData("9:16", 720, 1280, true)]
    [InlineData("1:1", 960, 960, true)]
    [InlineData("21:9", 1280, 720, false)]
    public void ModelOfFixedSizes_Fitted_TakesOneOfItsOwn(string ratio, int width, int height, bool exact)
    {
        var fit = ModelFit.Of(Sized, ImageSize.Of(AspectRatio.Parse(ratio)!.Value, "720p", MediaKind.Video)!.Value).ShouldNotBeNull();
        (fit.Width, fit.Height, fit.Resolution, fit.IsExact).ShouldBe((width, height, "720p", exact));
    }

    [Theory]
    [InlineData(1280, 720, "720p")]
    [InlineData(640, 360, "720p")]
    [InlineData(1300, 740, null)]
    public void Pixels_Fitted_TakeTheStepThatCoversTheShorterSide(int width, int height, string? step) =>
        ModelFit.Of(Sized, new ImageSize(width, height))?.Resolution.ShouldBe(step);

    [Theory]
    [InlineData("720p", 1280, 720, false)]
    [InlineData("720p", 1584, 672, false)]
    [InlineData("1080p", 1280, 720, true)]
    [InlineData("4K", 1080, 1920, true)]
    public void MadeSmallerThanItsStep_ShowsClearlyOnly(string step, int width, int height, bool isBelow) =>
        VideoSteps.IsBelow(step, width, height).ShouldBe(isBelow);

    [Theory]
    [InlineData(4, "720p", 4)]
    [InlineData(5, "720p", 6)]
    [InlineData(1, "720p", 4)]
    [InlineData(4, "1080p", 8)]
    [InlineData(9, "1080p", null)]
    [InlineData(9, "720p", null)]
    public void Length_IsTheSameOrTheNextLongerAtThatStep(int asked, string step, int? ordered) =>
        Model(("Durations", "8,4,6"), ("DurationsAt", "1080p=8")).DurationFor(step, asked).ShouldBe(ordered);

    [Theory]
    [InlineData("1080p=8;4K", "cannot be read")]
    [InlineData("1080p=", "cannot be read")]
    [InlineData("1080p=8;1080p=4", "cannot be read")]
    [InlineData("=8", "cannot be read")]
    [InlineData("1080=8", "1080")]
    public void LengthsThatCannotBeRead_StopTheStartAndNameTheKey(string text, string said)
    {
        var failure = Should.Throw<FormatException>(() => Model(("DurationsAt", text)));
        failure.Message.ShouldContain("Models:acme:film:DurationsAt");
        failure.Message.ShouldContain(said);
    }

    private static ProviderModel Model(params (string Ability, string Value)[] abilities)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            abilities.Append(("Kind", "Video")).Append(("Resolutions", "720p,1080p,4K"))
                .ToDictionary(static row => $"Models:acme:film:{row.Item1}", static row => (string?)row.Item2, StringComparer.Ordinal)).Build();
        return new ModelCatalogue(configuration).Find("acme", "film")!;
    }
}
