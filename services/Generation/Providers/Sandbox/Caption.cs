namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The prompt's words on a dark band at the foot, as large as they fit, and the mark of the sandbox.</summary>
internal static class Caption
{
    private const int LargestScale = 5;
    private const float BandShare = 0.42f;

    public static void Write(Canvas canvas, string prompt)
    {
        var text = Lettering.Printable(prompt);
        var margin = Math.Max(6, (int)(44 * canvas.Unit));
        var width = canvas.Width - 2 * margin;
        var (lines, scale) = Fit(text, width, (int)(canvas.Height * BandShare) - margin, Math.Max(1, (int)(LargestScale * canvas.Unit + 0.5f)));
        if (lines.Count == 0)
            return;
        var step = Lettering.LineHeight * scale;
        var top = canvas.Height - lines.Count * step - margin * 3 / 2;
        canvas.Rectangle(0, top - margin / 2, canvas.Width, canvas.Height, Ink.Black, 0.62f);
        for (var line = 0; line < lines.Count; line++)
        {
            var left = (canvas.Width - lines[line].Length * Lettering.Width * scale) / 2;
            Lettering.Draw(canvas, lines[line], left, top + margin / 4 + line * step, scale, Ink.White, 1);
        }
    }

    /// <summary>Says in a corner that no model made this.</summary>
    public static void Mark(Canvas canvas)
    {
        const string mark = "sandbox";
        var scale = Math.Max(1, (int)(2 * canvas.Unit));
        var pad = 5 * scale;
        var left = canvas.Width - mark.Length * Lettering.Width * scale - 2 * pad;
        canvas.Rectangle(left - pad, pad, canvas.Width - pad, pad + Lettering.LineHeight * scale + pad / 2, Ink.Black, 0.4f);
        Lettering.Draw(canvas, mark, left, pad + pad / 4, scale, Ink.White, 0.85f);
    }

    /// <summary>The largest letters with which the words fit; at the smallest the rest is left out.</summary>
    private static (IReadOnlyList<string> Lines, int Scale) Fit(string text, int width, int height, int largest)
    {
        for (var scale = largest; scale > 1; scale--)
        {
            var wrapped = Lettering.Wrap(text, width / (Lettering.Width * scale), out var brokeWord);
            if (!brokeWord && wrapped.Count * Lettering.LineHeight * scale <= height)
                return (wrapped, scale);
        }

        var rows = Math.Max(1, height / Lettering.LineHeight);
        var lines = Lettering.Wrap(text, Math.Max(1, width / Lettering.Width), out _);
        if (lines.Count <= rows)
            return (lines, 1);
        var last = lines[rows - 1];
        return ([.. lines.Take(rows - 1), last.Length > 3 ? last[..^3] + "..." : last], 1);
    }
}
