namespace NanoBanana.Billing.Analytics;

/// <summary>What one of several has of an amount.</summary>
/// <param name="Percentage">Those of all of them add up to 100.0.</param>
internal sealed record Share(string Name, long Amount, decimal Percentage, Figures Figures)
{
    /// <summary>The largest first; who has nothing has no share.</summary>
    public static IReadOnlyList<Share> Of(IReadOnlyList<NamedFigures> named, Func<Figures, long> amountOf)
    {
        var holders = named.Select(one => (one, Amount: amountOf(one.Figures))).Where(static one => one.Amount > 0)
            .OrderByDescending(static one => one.Amount).ToList();
        var percentages = Percent.Shares([.. holders.Select(static one => one.Amount)]);
        return [.. holders.Select((holder, i) => new Share(holder.one.Name, holder.Amount, percentages[i], holder.one.Figures))];
    }
}
