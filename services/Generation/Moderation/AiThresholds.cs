using System.Globalization;

namespace NanoBanana.Generation.Moderation;

/// <summary>How sure the model must be before a prompt is refused, by level.</summary>
internal static class AiThresholds
{
    /// <summary>Of anything sexual with minors, at every level that is asked for: there a mistake costs less than a miss.</summary>
    public const double Minors = 0.2;

    /// <summary>From 0 to 1; null where the model is not asked.</summary>
    public static double? Of(SafetyLevel level) => level switch
    {
        SafetyLevel.Strict => 0.3,
        SafetyLevel.Moderate => 0.6,
        SafetyLevel.Relaxed => 0.85,
        _ => null,
    };

    /// <summary>The worst of what the scores refuse at a level; null when nothing.</summary>
    /// <param name="scores">By the model's own names of categories.</param>
    public static Verdict? Judge(IReadOnlyDictionary<string, double> scores, SafetyLevel level)
    {
        if (Of(level) is not { } threshold)
            return null;
        var broken = scores.Where(score => score.Value >= (score.Key == "sexual/minors" ? Minors : threshold)).ToList();
        if (broken.Count == 0)
            return null;
        var worst = broken.MaxBy(static score => (score.Key == "sexual/minors", score.Value));
        return new Verdict(Verdict.Ai, CategoryOf(worst.Key), string.Create(CultureInfo.InvariantCulture, $"{worst.Key} {worst.Value:0.00}"));
    }

    private static string CategoryOf(string name) => name.Split('/')[0] switch
    {
        _ when name == "sexual/minors" => Categories.Minors,
        "sexual" => Categories.Sexual,
        "violence" => Categories.Violence,
        "hate" or "harassment" => Categories.Hate,
        "self-harm" => Categories.SelfHarm,
        _ => Categories.Illegal,
    };
}
