using System.Text.RegularExpressions;

namespace NanoBanana.Generation.Enhancing;

/// <summary>The words of a text.</summary>
internal static partial class Words
{
    /// <summary>Lower case, without what stands between them.</summary>
    public static IEnumerable<string> Of(string text) => Word().Matches(text).Select(static match => match.Value.ToLowerInvariant());

    [GeneratedRegex(@"[\p{L}\p{M}]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
