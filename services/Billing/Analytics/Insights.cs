using System.Globalization;

namespace NanoBanana.Billing.Analytics;

/// <summary>What figures say, in sentences for people; none when there is nothing to say.</summary>
internal static class Insights
{
    public static IReadOnlyList<string> Of(UsageFigures figures, Trend usage, bool isCompared)
    {
        var sentences = new List<string>();
        var total = figures.Total;
        if (total.Generations > 0)
        {
            sentences.Add(Say($"{Generations(total.Generations)} in this period{(isCompared ? ", " + Compared(usage) : "")}."));
            sentences.Add(Say($"{(total.Credits + 0.0m) / total.Generations:0.#} credits each on average, {total.Credits} in all."));
            AddFavourite(sentences, figures);
            if (figures.BusyDays.Skip(1).Any())
                sentences.Add(Say($"The busiest day was {figures.Peak!.Day:yyyy-MM-dd} with {Generations(figures.Peak.Figures.Generations)}."));
        }

        if (total.Failures > 0)
            sentences.Add(Say($"{total.Failures} of {Counted(total.Requests, "request")} failed."));
        if (total.Fallbacks > 0)
            sentences.Add(Say($"{total.Fallbacks} of {Generations(total.Generations)} {(total.Fallbacks == 1 ? "was" : "were")} not served as planned, but by a fallback."));
        return sentences;
    }

    private static void AddFavourite(List<string> sentences, UsageFigures figures)
    {
        var favourite = UsageFigures.Favourite(figures.Providers)!;
        var share = Percent.Of(favourite.Figures.Generations, figures.Total.Generations);
        sentences.Add(share == 100 ? $"All were made by {favourite.Name}." : Say($"{favourite.Name} made the most: {share:0.#}%."));
    }

    private static string Compared(Trend usage) => usage.ChangePercentage switch
    {
        0 => "as many as in the period before",
        > 0 => Say($"{usage.ChangePercentage:0.#}% more than in the period before"),
        _ => Say($"{-usage.ChangePercentage:0.#}% fewer than in the period before"),
    };

    private static string Generations(long count) => Counted(count, "generation");

    private static string Counted(long count, string noun) => Say($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
