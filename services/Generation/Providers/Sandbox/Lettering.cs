using System.Text;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>
/// libgd's own fixed font, enlarged: it is on every machine that has libgd, so the same prompt looks the same everywhere. It knows the
/// letters of ASCII; other ones become their nearest ASCII letter or a star.
/// </summary>
internal static class Lettering
{
    public const int Width = 9;
    public const int Height = 15;
    public const int LineHeight = 18;

    private const string Accented = "ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖØòóôõöøÙÚÛÜùúûüÝýÿ’‘“”–—";
    private const string Plain = "AAAAAAaaaaaaCcEEEEeeeeIIIIiiiiNnOOOOOOooooooUUUUuuuuYyy''\"\"--";

    public static string Printable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var at = rune.IsBmp ? Accented.IndexOf((char)rune.Value) : -1;
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            result.Append(at >= 0 ? Plain[at] : isSpace ? ' ' : rune.Value <= '~' ? (char)rune.Value : '*');
        }

        return result.ToString();
    }

    /// <summary>Lines of at most so many letters; a word that is longer than a line is broken.</summary>
    public static IReadOnlyList<string> Wrap(string text, int letters, out bool brokeWord)
    {
        brokeWord = false;
        letters = Math.Max(1, letters);
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length <= letters)
            {
                line += " " + word;
                continue;
            }

            if (line.Length > 0)
                lines.Add(line);
            line = word;
            for (; line.Length > letters; line = line[letters..])
            {
                brokeWord = true;
                lines.Add(line[..letters]);
            }
        }

        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    /// <summary>Enlarges with a soft filter and then sharpens, which rounds the steps of the small font.</summary>
    public static void Draw(Canvas canvas, string text, int left, int top, int scale, Ink ink, float opacity)
    {
        var small = Gd.Create(text.Length * Width + 2, Height + 2);
        nint large = 0;
        try
        {
            Gd.DrawString(small, Gd.GiantFont(), 1, 1, [.. Encoding.ASCII.GetBytes(text), 0], 0xFFFFFF);
            var (width, height) = ((text.Length * Width + 2) * scale, (Height + 2) * scale);
            if (scale > 1)
            {
                Gd.SetInterpolation(small, Gd.CatmullRom);
                large = Gd.Scale(small, (uint)width, (uint)height);
            }

            var source = large != 0 ? large : small;
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var grey = Gd.GetPixel(source, x, y) & 0xFF;
                    if (grey > 0)
                        canvas.Dot(left - scale + x, top - scale + y, ink, opacity * Math.Clamp((grey / 255f - 0.42f) * scale * 1.6f + 0.5f, 0, 1));
                }
            }
        }
        finally
        {
            if (large != 0)
                Gd.Destroy(large);
            Gd.Destroy(small);
        }
    }
}
