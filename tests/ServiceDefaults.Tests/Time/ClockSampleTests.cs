using NanoBanana.ServiceDefaults.Time;

namespace NanoBanana.ServiceDefaults.Tests.Time;

/// <summary>What one look at a server's clock is worth.</summary>
public sealed class ClockSampleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly long Second = TimeProvider.System.TimestampFrequency;

    [Fact]
    public void Answer_AfterARoundTrip_CountsFromItsMiddle()
    {
        var sample = ClockSample.Of(Noon, 10 * Second, 14 * Second);

        sample.At(14 * Second).ShouldBe(Noon.AddSeconds(2));
        sample.At(20 * Second).ShouldBe(Noon.AddSeconds(8));
        sample.Error.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(0.01, 0, true, "quicker")]
    [InlineData(0.2, 0, false, "slower, and it contradicts nothing")]
    [InlineData(0.2, 0.25, false, "slower, and both can be right")]
    [InlineData(0.2, 0.5, true, "slower, but they cannot both be right")]
    [InlineData(0.2, -3600, true, "the server's clock was set back")]
    public void LaterAnswer_Offered_ReplacesOnlyWhatItKnowsBetter(double error, double offBy, bool replaces, string because)
    {
        var known = new ClockSample(Noon, 0, TimeSpan.FromSeconds(0.1));
        var later = new ClockSample(Noon.AddSeconds(15 + offBy), 15 * Second, TimeSpan.FromSeconds(error));

        later.Replaces(known).ShouldBe(replaces, because);
    }

    [Fact]
    public void OldAnswer_HoweverExact_IsReplacedInTheEnd()
    {
        var known = new ClockSample(Noon, 0, TimeSpan.Zero);
        var later = new ClockSample(Noon.AddHours(1), 3600 * Second, TimeSpan.FromSeconds(0.5));

        later.Replaces(known).ShouldBeTrue();
    }
}
