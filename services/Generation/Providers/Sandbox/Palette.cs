using System.Text.RegularExpressions;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The colours of a picture: those the prompt names, or else a set that goes together.</summary>
internal sealed partial record Palette(Ink SkyTop, Ink SkyBottom, IReadOnlyList<Ink> Shapes)
{
    private static readonly Dictionary<string, int> Named = new (string Name, int Rgb)[]
    {
        ("red", 0xE5383B), ("crimson", 0xC1121F), ("scarlet", 0xE0351B), ("orange", 0xF77F00), ("amber", 0xFFB703),
        ("yellow", 0xFFD60A), ("gold", 0xE9B824), ("golden", 0xE9B824), ("green", 0x2A9D4B), ("lime", 0x9EF01A),
        ("mint", 0x80EDC0), ("olive", 0x808F2E), ("teal", 0x149C94), ("turquoise", 0x2EC4B6), ("cyan", 0x22CCE2),
        ("blue", 0x2667FF), ("azure", 0x3FA7F5), ("navy", 0x14285A), ("indigo", 0x4B2EAF), ("purple", 0x7B2CBF),
        ("violet", 0x9D4EDD), ("magenta", 0xD6249F), ("pink", 0xFF7EB6), ("rose", 0xF25C84), ("brown", 0x8B5A2B),
        ("beige", 0xE8D8B9), ("cream", 0xFBF2D9), ("white", 0xF8F9FA), ("silver", 0xC0C6CE), ("grey", 0x8D99A6),
        ("gray", 0x8D99A6), ("black", 0x1B1B22), ("banana", 0xFFE135), ("lavender", 0xB8A4E3), ("coral", 0xFF7F5C),
        ("peach", 0xFFC09F),
    }.ToDictionary(static colour => colour.Name, static colour => colour.Rgb, StringComparer.OrdinalIgnoreCase);

    /// <summary>Top of the sky, bottom of the sky, then four for shapes.</summary>
    private static readonly int[][] Sets =
    [
        [0x264653, 0xE9C46A, 0xF4A261, 0xE76F51, 0x2A9D8F, 0x1D3540],
        [0x0B132B, 0x5BC0BE, 0xFFD166, 0x3A506B, 0x1C2541, 0x6FFFE9],
        [0x5F0F40, 0xFB8B24, 0xFFD9A0, 0xE36414, 0x9A031E, 0x0F4C5C],
        [0xA2D2FF, 0xFEF9EF, 0xFFAFCC, 0xBDE0FE, 0xCDB4DB, 0x6D83B5],
        [0x10002B, 0xC77DFF, 0xFF9E00, 0x7B2CBF, 0x5A189A, 0x240046],
        [0x8ECAE6, 0xFFF3D6, 0xFFB703, 0x219EBC, 0xFB8500, 0x023047],
        [0x132A13, 0xECF39E, 0xF9DC5C, 0x90A955, 0x4F772D, 0x31572C],
    ];

    public static Palette For(string prompt, Dice dice)
    {
        var named = Words().Matches(prompt).Select(static word => word.Value).Where(Named.ContainsKey)
            .Select(static word => Ink.FromRgb(Named[word])).Distinct().Take(6).ToList();
        var set = Sets[dice.Below(Sets.Length)].Select(Ink.FromRgb).ToList();
        if (named.Count == 0)
            return new Palette(set[0], set[1], set[2..]);

        // The first colour named is the subject's: it gets its own shades for the ground and a pale sky to stand out from.
        var subject = named[0];
        var others = named.Count > 1 ? named[1..] : [subject.Toward(Ink.Black, 0.35f), subject.Toward(Ink.White, 0.45f)];
        var last = named[^1];
        return new Palette(last.Toward(Ink.White, 0.55f), subject.Toward(Ink.White, 0.86f), [subject, .. others, subject.Toward(Ink.Black, 0.5f)]);
    }

    /// <summary>The shape colour of this number, beginning again after the last.</summary>
    public Ink Shape(int number) => Shapes[number % Shapes.Count];

    [GeneratedRegex("[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
