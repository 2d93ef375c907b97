using System.Globalization;
using System.Text.RegularExpressions;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>How long Google asks to wait: a protobuf duration (<c>0.847655010s</c>), or a sentence (<c>Please retry in 10h17m5.7s.</c>).</summary>
internal static partial class GoogleDuration
{
    /// <summary>Null when the text is not a duration.</summary>
    public static TimeSpan? FromDuration(string? text) => text is not null && Duration().Match(text) is { Success: true } match ? Sum(match) : null;

    /// <summary>Null when the sentence holds no duration.</summary>
    public static TimeSpan? FromMessage(string? text) => text is not null && Sentence().Match(text) is { Success: true } match ? Sum(match) : null;

    private static TimeSpan? Sum(Match match)
    {
        var seconds = Part(match, "d") * 86_400 + Part(match, "h") * 3_600 + Part(match, "m") * 60 + Part(match, "s") + Part(match, "ms") / 1_000;
        return RetryHint.Bounded(TimeSpan.FromSeconds(Math.Min(seconds, RetryHint.Longest.TotalSeconds)));
    }

    private static double Part(Match match, string group) => match.Groups[group] is { Success: true, Value: var text }
        ? double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex(@"^(?<s>\d{1,12}(\.\d{1,9})?)s\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(
        @"retry in ((?<d>\d{1,4})d)?((?<h>\d{1,6})h)?((?<m>\d{1,6})m(?!s))?((?<s>\d{1,9}(\.\d{1,9})?)s)?((?<ms>\d{1,9}(\.\d{1,9})?)ms)?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();
}
