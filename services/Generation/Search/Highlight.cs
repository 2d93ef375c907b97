namespace NanoBanana.Generation.Search;

/// <summary>The piece of a text that says why it was found.</summary>
internal static class Highlight
{
    /// <summary>Characters on each side.</summary>
    private const int Around = 50;

    private const string Gap = "...";

    /// <param name="texts">Those that are null have nothing; the first counts most.</param>
    /// <returns>A piece around all that was looked for together, or else around the first word of it that is found.</returns>
    public static string Of(SearchTerms terms, params IEnumerable<string?> texts)
    {
        var all = texts.OfType<string>().ToList();
        foreach (var word in terms.Words.Prepend(terms.Text))
        {
            foreach (var text in all)
            {
                if (text.IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                    return Cut(text, at - Around, at + word.Length + Around);
            }
        }

        return Cut(all[0], 0, 2 * Around);
    }

    /// <summary>From here to there, with dots where something was cut off; no character is cut in two.</summary>
    public static string Cut(string text, int start, int end)
    {
        (start, end) = (Math.Max(start, 0), Math.Min(end, text.Length));
        if (start > 0 && char.IsLowSurrogate(text[start]))
            start--;
        if (end < text.Length && char.IsLowSurrogate(text[end]))
            end++;
        return $"{(start > 0 ? Gap : "")}{text[start..end]}{(end < text.Length ? Gap : "")}";
    }
}
