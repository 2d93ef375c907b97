using System.Globalization;
using System.Text;

namespace NanoBanana.Generation.Moderation;

/// <summary>Takes a text apart into its words, without case, accents, invisible characters and letters that only look like others.</summary>
internal static class PromptWords
{
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                continue;
            if (Rune.IsLetterOrDigit(rune))
                word.Append(LookAlikes.Fold(Rune.ToLowerInvariant(rune)).ToString());
            else
                Flush(words, word);
        }

        Flush(words, word);
        return words;
    }

    private static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length == 0)
            return;
        words.Add(word.ToString());
        word.Clear();
    }
}
