namespace NanoBanana.Billing.Analytics;

/// <summary>How a figure moves.</summary>
/// <param name="Metric"><c>usage</c> (generations), <c>cost</c> (credits) or <c>quality</c> (percent that succeeded).</param>
/// <param name="Direction"><c>up</c>, <c>down</c>, or <c>stable</c> when it changed by less than 5 percent.</param>
/// <param name="ChangePercentage">Against as many days before; 100.0 when there was nothing before, 0.0 when nothing can be compared.</param>
/// <param name="DataPoints">One for each day that has one, oldest first.</param>
internal sealed record Trend(string Metric, string Direction, decimal ChangePercentage, IReadOnlyList<DataPoint> DataPoints)
{
    private const decimal Noise = 5m;

    /// <param name="before">The same figure of the days before; null when there is nothing to compare with.</param>
    public static Trend Of(string metric, decimal now, decimal? before, IEnumerable<DataPoint> points)
    {
        var change = before switch
        {
            null => 0.0m,
            0 => now == 0 ? 0.0m : 100.0m,
            { } value => Percent.Round(100m * (now - value) / value),
        };
        var direction = Math.Abs(change) < Noise ? "stable" : change > 0 ? "up" : "down";
        return new Trend(metric, direction, change, [.. points]);
    }
}

/// <summary>The figure of one day (UTC).</summary>
internal sealed record DataPoint(DateOnly Date, decimal Value);
