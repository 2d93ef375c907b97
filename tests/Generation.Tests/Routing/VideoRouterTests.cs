using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using static NanoBanana.Generation.Tests.Routing.VideoRouterFixture;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>Who films, and for how long.</summary>
public sealed class VideoRouterTests(VideoRouterFixture fixture) : IClassFixture<VideoRouterFixture>
{
    [Fact]
    public async Task LengthThatAllMake_GoesByPriorityAndIsPricedByTheSecond()
    {
        var plan = await fixture.PlanAsync(Request(6));

        plan.Steps.Select(static step => $"{step.Provider} {step.Model} {step.Seconds}")
            .ShouldBe(["google veo-3.1-generate-preview 6", "runway gen4.5 6", "kling kling-3.0 6"]);
        plan.Steps.ShouldAllBe(static step => step.Relaxations.Count == 0);
        plan.Steps.Select(static step => step.CostMicros).ShouldBe([2_400_000, 720_000, 504_000]);
        plan.UnitsEach.ShouldBe(6);
    }

    [Theory]
    [InlineData(5, "720p", "runway gen4.5, kling kling-3.0")]
    [InlineData(12, "720p", "kling kling-3.0")]
    [InlineData(8, "4K", "google veo-3.1-generate-preview, kling kling-3.0")]
    [InlineData(5, "4K", "kling kling-3.0")]
    public async Task OnlyWhoMakesExactlyTheLengthAtTheStep_IsPlanned(int seconds, string resolution, string steps)
    {
        var plan = await fixture.PlanAsync(Request(seconds, resolution));

        string.Join(", ", plan.Steps.Select(static step => $"{step.Provider} {step.Model}")).ShouldBe(steps);
        plan.Steps.ShouldAllBe(step => step.Seconds == seconds && step.Relaxations.Count == 0);
    }

    [Theory]
    [InlineData("google", null, 5, "720p", 6, 2_400_000)]
    [InlineData("google", null, 5, "1080p", 8, 3_200_000)]
    [InlineData("google", null, 4, "4K", 8, 4_800_000)]
    [InlineData(null, "veo-3.1-lite-generate-preview", 6, "1080p", 8, 640_000)]
    [InlineData(null, "veo3.1", 5, "1080p", 6, 2_400_000)]
    [InlineData(null, "kling-2.6", 7, "720p", 10, 420_000)]
    [InlineData("kling", null, 2, "720p", 3, 252_000)]
    public async Task NamedThatMakesAnotherLength_IsOrderedTheNextLongerOneVisibly(
        string? provider, string? model, int seconds, string resolution, int ordered, long cost)
    {
        var plan = await fixture.PlanAsync(Request(seconds, resolution) with { Provider = provider, Model = model });

        (plan.First.Seconds, plan.First.CostMicros, plan.UnitsEach).ShouldBe((ordered, cost, ordered));
        plan.First.Provider.ShouldBe(provider ?? plan.First.Provider);
        plan.First.Model.ShouldBe(model ?? plan.First.Model);
        plan.First.Relaxations.ShouldBe([Relaxation.Duration]);
        plan.Steps.Skip(1).ShouldAllBe(step => step.Seconds == seconds && step.Relaxations.Count == 0);
    }

    [Theory]
    [InlineData(16, "720p")]
    [InlineData(60, "1080p")]
    [InlineData(5, "480p")]
    public async Task LongerThanAnyMakes_OrAStepOfNobody_HasNoCandidate(int seconds, string resolution) =>
        (await fixture.RouteAsync(Request(seconds, resolution))).ShouldBeOfType<RouteResult.None>().Failure.Code.Code.ShouldBe("provider.not_configured");

    [Fact]
    public async Task NamedThatMakesNothingAsLong_IsReplaced() =>
        (await fixture.PlanAsync(Request(12) with { Provider = "google", Model = "gen4.5" })).First.Provider.ShouldBe("kling");

    [Fact]
    public async Task ShapeThatNobodyMakes_IsTheNearestVisibly() =>
        (await fixture.PlanAsync(Request(6, ratio: "21:9"))).First.Relaxations.ShouldBe([Relaxation.Shape]);

    [Fact]
    public async Task FrameRate_IsExactOnlyWhereItIsKnown_AndOtherwiseIgnoredVisibly()
    {
        var known = await fixture.PlanAsync(Request(6) with { Fps = 24 });
        var unknown = await fixture.PlanAsync(Request(5) with { Fps = 30 });

        known.Steps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static step => step.Provider.ShouldBe("google"), static step => step.Relaxations.ShouldBeEmpty());

        // Google, first by priority, would change the length as well.
        unknown.First.ShouldSatisfyAllConditions(
            static step => step.Provider.ShouldBe("runway"), static step => step.Relaxations.ShouldBe([Relaxation.Fps]));
        unknown.Steps[^1].Relaxations.ShouldBe([Relaxation.Duration, Relaxation.Fps]);
    }

    [Fact]
    public async Task Images_AreNeverFilmedAndVideosNeverPainted()
    {
        var image = await fixture.PlanAsync(new("waves", 1_024, 1_024, 1, "natural", "basic", "saas"));
        var video = await fixture.PlanAsync(Request(6) with { Model = "gemini-3-pro-image" });

        image.Steps.ShouldAllBe(static step => step.Seconds == null);
        image.UnitsEach.ShouldBe(1);
        video.Steps.Select(step => fixture.Services.GetRequiredService<ProviderDirectory>().FindModel(step.Provider, step.Model)!.Kind)
            .ShouldAllBe(static kind => kind == MediaKind.Video);
    }

    [Fact]
    public async Task VideoSettings_DecideOfVideosAlone()
    {
        var services = await fixture.WithAsync(("DEFAULT_VIDEO_PROVIDER", "kling"), ("FALLBACK_VIDEO_PROVIDERS", "Runway,kling"), ("FALLBACK_IMAGE_PROVIDERS", "google"));

        (await fixture.PlanAsync(Request(6), services)).Steps.Select(static step => step.Provider).ShouldBe(["kling", "runway"]);
        (await fixture.PlanAsync(new("waves", 1_024, 1_024, 1, "natural", "basic", "saas"), services)).Steps.Select(static step => step.Provider).ShouldBe(["google"]);
    }

    [Fact]
    public void CallersOwnKey_OrdersNoVideo()
    {
        var google = fixture.Services.GetRequiredService<ProviderDirectory>().Find("google")!;

        fixture.Services.GetRequiredService<ProviderRouter>().PlanOwnKey(Request(6), google).ShouldBeOfType<RouteResult.None>();
    }
}
