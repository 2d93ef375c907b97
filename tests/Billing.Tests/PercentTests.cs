using NanoBanana.Billing.Analytics;

namespace NanoBanana.Billing.Tests;

public sealed class PercentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomAmounts_Shares_AddUpAndStayWithinATenth(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 1_000; run++)
        {
            var amounts = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.NextInt64(0, 1L << random.Next(1, 40))).Append(1).ToList();

            var shares = Percent.Shares(amounts);

            shares.Sum().ShouldBe(100.0m);
            for (var i = 0; i < amounts.Count; i++)
                Math.Abs(shares[i] - (100m * amounts[i] / amounts.Sum())).ShouldBeLessThanOrEqualTo(0.1m);
        }
    }

    [Fact]
    public void ThirdsAndNothing_Shares_AreDividedByLoss()
    {
        Percent.Shares([1, 1, 1]).ShouldBe([33.4m, 33.3m, 33.3m]);
        Percent.Shares([0, 5]).ShouldBe([0.0m, 100.0m]);
        Percent.Shares([0]).ShouldBe([0.0m]);
        Percent.Shares([]).ShouldBeEmpty();
        Percent.Shares([long.MaxValue / 2, long.MaxValue / 2]).ShouldBe([50.0m, 50.0m]);
    }

    [Theory]
    [InlineData(10, 10, "stable", "0.0")]
    [InlineData(104, 100, "stable", "4.0")]
    [InlineData(105, 100, "up", "5.0")]
    [InlineData(95, 100, "down", "-5.0")]
    [InlineData(0, 8, "down", "-100.0")]
    [InlineData(3, 0, "up", "100.0")]
    [InlineData(0, 0, "stable", "0.0")]
    [InlineData(3, null, "stable", "0.0")]
    public void NowAndBefore_Trend_HasADirection(int now, int? before, string direction, string change)
    {
        var trend = Trend.Of("usage", now, before, []);

        (trend.Direction, trend.ChangePercentage.ToString(System.Globalization.CultureInfo.InvariantCulture)).ShouldBe((direction, change));
    }
}
