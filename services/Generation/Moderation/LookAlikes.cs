using System.Collections.Frozen;
using System.Text;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// Letters that are written to look like others: accented, full-width, Greek and Cyrillic twins, digits. A table of our own, because
/// Unicode normalisation is not available under the invariant culture, and because it would not know the twins.
/// </summary>
internal static class LookAlikes
{
    private const int FullWidthFirst = 0xFF41;
    private const int FullWidthLast = 0xFF5A;

    private static readonly (char Letter, string Twins)[] Table =
    [
        ('a', "4@àáâãäåāăąǎαа"), ('b', "8βв"), ('c', "çćĉċčс"), ('d', "ďđð"), ('e', "3èéêëēĕėęěεе€"), ('g', "9ĝğġģǧ"), ('h', "ĥħн"),
        ('i', "1!ìíîïĩīĭįıιі|"), ('j', "ĵј"), ('k', "ķκк"), ('l', "ĺļľŀł"), ('m', "м"), ('n', "ñńņňŋη"), ('o', "0òóôõöøōŏőοоǒ"), ('p', "ρр"),
        ('r', "ŕŗř"), ('s', "5$śŝşšѕ"), ('t', "7ţťŧτт"), ('u', "ùúûüũūŭůűųυǔ"), ('w', "ŵω"), ('x', "χх"), ('y', "ýÿŷуγ"), ('z', "2źżžζ"),
    ];

    private static readonly FrozenDictionary<int, Rune> Folded =
        Table.SelectMany(static row => row.Twins.Select(twin => (Twin: (int)twin, row.Letter)))
            .ToFrozenDictionary(static pair => pair.Twin, static pair => new Rune(pair.Letter));

    /// <summary>The plain letter that a lower-case letter looks like, or itself.</summary>
    public static Rune Fold(Rune letter) => letter.Value is >= FullWidthFirst and <= FullWidthLast
        ? new Rune((char)(letter.Value - FullWidthFirst + 'a'))
        : Folded.GetValueOrDefault(letter.Value, letter);
}
