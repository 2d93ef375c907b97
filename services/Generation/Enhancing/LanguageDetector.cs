namespace NanoBanana.Generation.Enhancing;

/// <summary>
/// Tells the language of a prompt by its script and, where many share one, by its commonest words and letters. Prompts are short: what shows no trace of
/// another language is taken for English.
/// </summary>
internal static class LanguageDetector
{
    private const string English = "en";

    // In this order: a text in Japanese has Chinese characters too, one in Chinese no kana.
    private static readonly (string Language, (int First, int Last)[] Letters)[] Scripts =
    [
        ("ja", [(0x3040, 0x30FF)]),
        ("ko", [(0xAC00, 0xD7AF), (0x1100, 0x11FF)]),
        ("zh", [(0x4E00, 0x9FFF), (0x3400, 0x4DBF)]),
        ("ar", [(0x0600, 0x06FF)]),
        ("he", [(0x0590, 0x05FF)]),
        ("hi", [(0x0900, 0x097F)]),
        ("th", [(0x0E00, 0x0E7F)]),
        ("el", [(0x0370, 0x03FF)]),
        ("uk", [(0x0404, 0x0404), (0x0406, 0x0407), (0x0454, 0x0454), (0x0456, 0x0457), (0x0490, 0x0491)]),
        ("ru", [(0x0400, 0x04FF)]),
    ];

    // What neighbours share is left out, so that each counts for one language.
    private static readonly (string Language, string[] Words, string Letters)[] Latin =
    [
        ("de", ["der", "die", "das", "und", "mit", "ein", "eine", "einen", "einem", "einer", "auf", "im", "ist", "vor", "bei", "von"], "ß"),
        ("fr", ["le", "la", "les", "des", "et", "avec", "dans", "une", "du", "sur", "au", "aux", "est", "sous"], "œæ"),
        ("es", ["el", "los", "las", "una", "con", "y", "del", "sobre", "por", "un", "bajo"], "ñ¿¡"),
        ("it", ["il", "gli", "di", "della", "nel", "nella", "sul", "sulla", "uno", "che", "e"], ""),
        ("pt", ["o", "os", "uma", "com", "do", "da", "no", "na", "em", "um"], "ãõ"),
        ("nl", ["het", "een", "van", "op", "met", "de", "bij", "onder", "aan"], ""),
        ("pl", ["w", "na", "z", "nad", "przy", "pod", "oraz"], "ąęłńśźż"),
        ("tr", ["bir", "ve", "ile", "bu", "için", "üzerinde"], "ğı"),
        ("sv", ["och", "med", "ett", "på", "som", "vid"], "å"),
        (English, ["the", "and", "with", "of", "an", "at", "on", "is", "by", "from", "under"], ""),
    ];

    /// <summary>Two letters of ISO 639-1.</summary>
    public static string Detect(string text) => ByScript(text) ?? ByWords(text);

    private static string? ByScript(string text)
    {
        var letters = text.EnumerateRunes().Where(static rune => System.Text.Rune.IsLetter(rune)).Select(static rune => rune.Value).ToList();
        foreach (var (language, ranges) in Scripts)
        {
            // A name in another script does not make a language, its letters among theirs do.
            var count = letters.Count(letter => Array.Exists(ranges, range => letter >= range.First && letter <= range.Last));
            var needed = language is "uk" ? 1 : language is "ja" ? letters.Count / 10 : letters.Count / 3;
            if (count > 0 && count >= needed)
                return language;
        }

        return null;
    }

    private static string ByWords(string text)
    {
        var words = Words.Of(text).ToList();
        var best = Latin.Select(known => (known.Language, Score: ScoreOf(words, known.Words, known.Letters))).MaxBy(static known => known.Score);
        var english = Latin[^1];
        return best.Score > ScoreOf(words, english.Words, english.Letters) ? best.Language : English;
    }

    private static int ScoreOf(List<string> words, string[] known, string letters) =>
        words.Count(word => known.Contains(word, StringComparer.Ordinal)) + (words.Exists(word => word.AsSpan().ContainsAny(letters)) ? 2 : 0);
}
