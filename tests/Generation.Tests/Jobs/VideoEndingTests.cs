using System.Text.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Tests.Routing;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>What the end of a video's job tells its caller and Billing.</summary>
public sealed class VideoEndingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly RouteStep Planned = new("runway", "gen4.5", "720p", 600_000, []) { Seconds = 5 };
    private static readonly RouteStep Longer = new("google", "veo-3.1-generate-preview", "720p", 2_400_000, [Relaxation.Duration]) { Seconds = 6 };

    [Fact]
    public void FallbackThatMakesItLonger_ChargesThePlanAndSaysSo()
    {
        var finished = End(Longer, 1_280, 720);

        finished.ChargedCredits.ShouldBe(600);
        var settle = Settle(finished);
        (settle.Units, settle.Results, settle.Model, settle.ProviderCostMicros).ShouldBe((5, 1, "veo-3.1-generate-preview", 2_400_000L));
        finished.Warnings.ShouldBe([Relaxation.Duration]);
        GenerationWarning.Of(Relaxation.Duration).Message.ShouldNotBe(Relaxation.Duration);
        GenerationWarning.Of(Relaxation.Fps).Message.ShouldNotBe(Relaxation.Fps);
    }

    [Theory]
    [InlineData(1_280, 720, false)]
    [InlineData(1_920, 1_080, false)]
    [InlineData(854, 480, true)]
    public void VideoSmallerThanItsStep_CarriesAWarning(int width, int height, bool warned) =>
        End(Planned, width, height).Warnings.Contains(GenerationWarning.SizeMismatch).ShouldBe(warned);

    [Fact]
    public void Images_AreSettledOneByOneAsBefore()
    {
        var step = new RouteStep("google", "m", "1K", 67_000, []);
        var job = Job(new RoutePlan("priority", [step]), new("a", 64, 64, 3, "natural", "basic", "saas"), held: 60);

        var settle = Settle(JobEnding.Of(job, [Made(1, step, 64, 64), Made(2, step, 64, 64), Failed(3, step)], Now));

        (settle.Units, settle.Results).ShouldBe((2, 2));
    }

    private static FinishedJob End(RouteStep maker, int width, int height) => JobEnding.Of(
        Job(new RoutePlan("priority", [Planned, Longer]), VideoRouterFixture.Request(5), held: 600), [Made(1, maker, width, height)], Now);

    private static SettleHoldRequest Settle(FinishedJob finished) =>
        JsonSerializer.Deserialize(finished.OutboxPayload, GenerationJsonContext.Default.SettleHoldRequest)!;

    private static JobRecord Job(RoutePlan route, GenerationRequest request, int held) =>
        new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), null, request, route, held, Now, null, []);

    private static FinishedImage Made(int image, RouteStep step, int width, int height) =>
        new(image, 1, step, AttemptState.Succeeded, null, null, new DeliveredImage("key", "video/mp4", width, height, 1, [1], null)) { CostMicros = step.CostMicros };

    private static FinishedImage Failed(int image, RouteStep step) => new(image, 1, step, AttemptState.Failed, "failed", null, null);
}
