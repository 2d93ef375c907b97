namespace NanoBanana.Billing.Analytics;

/// <summary>Percentages with exactly one decimal, halves rounded up.</summary>
internal static class Percent
{
    private const decimal Whole = 1_000m;

    /// <summary>What part is of a whole above 0.</summary>
    public static decimal Of(long part, long whole) => Round(100m * part / whole);

    /// <summary>One decimal, also when it is 0.</summary>
    public static decimal Round(decimal value) => Math.Round(value, 1, MidpointRounding.AwayFromZero) + 0.0m;

    /// <summary>
    /// The share of each, which add up to exactly 100.0: each is cut off after its decimal, and what is missing goes to those that lost
    /// the most by it. All 0 when there is nothing to share.
    /// </summary>
    public static IReadOnlyList<decimal> Shares(IReadOnlyList<long> amounts)
    {
        var total = amounts.Sum(static amount => (decimal)amount);
        if (total == 0)
            return [.. amounts.Select(static _ => 0.0m)];
        var exact = amounts.Select(amount => amount * Whole / total).ToArray();
        var tenths = Array.ConvertAll(exact, Math.Floor);
        var byLoss = Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - tenths[i]);
        foreach (var i in byLoss.Take((int)(Whole - tenths.Sum())))
            tenths[i]++;
        return [.. tenths.Select(static tenth => (tenth / 10) + 0.0m)];
    }
}
