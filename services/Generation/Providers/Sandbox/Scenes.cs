namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The compositions. Each leaves the lower third quiet, where the caption goes.</summary>
internal static class Scenes
{
    /// <summary>A sun over ranges of hills.</summary>
    public static void Hills(Canvas canvas, Palette palette, Dice dice)
    {
        var radius = dice.Between(110, 190) * canvas.Unit;
        var x = canvas.Width * dice.Between(0.25f, 0.75f);
        var y = canvas.Height * dice.Between(0.24f, 0.4f);
        for (var glow = 3; glow > 0; glow--)
            canvas.Disc(x, y, radius * (1 + glow * 0.28f), palette.Shape(0), 0.12f);
        canvas.Disc(x, y, radius, palette.Shape(0));
        const int ranges = 4;
        for (var range = 0; range < ranges; range++)
        {
            var ink = palette.Shape(range + 1).Toward(palette.SkyBottom, 0.5f - range * 0.16f);
            var height = canvas.Height * (0.46f + range * 0.12f);
            var swing = dice.Between(35, 85) * canvas.Unit;
            var length = dice.Between(0.0045f, 0.0085f) / canvas.Unit;
            var shift = dice.Between(0, 6.28f);
            canvas.Below(column => height + swing * (MathF.Sin(column * length + shift) + 0.35f * MathF.Sin(column * length * 2.3f + shift * 2)), ink);
        }
    }

    /// <summary>Overlapping translucent discs.</summary>
    public static void Orbs(Canvas canvas, Palette palette, Dice dice)
    {
        for (var orb = 0; orb < 13; orb++)
        {
            var radius = dice.Between(50, 250) * canvas.Unit;
            var x = canvas.Width * dice.Between(0.05f, 0.95f);
            var y = canvas.Height * dice.Between(0.05f, 0.8f);
            var ink = palette.Shape(orb);
            canvas.Disc(x, y, radius, ink, 0.55f);
            canvas.Disc(x - radius * 0.25f, y - radius * 0.28f, radius * 0.45f, ink.Toward(Ink.White, 0.6f), 0.25f);
        }
    }

    /// <summary>Rings around a point, as on water.</summary>
    public static void Ripples(Canvas canvas, Palette palette, Dice dice)
    {
        var x = canvas.Width * dice.Between(0.3f, 0.7f);
        var y = canvas.Height * dice.Between(0.3f, 0.5f);
        var width = dice.Between(34, 58) * canvas.Unit;
        var gap = width * dice.Between(0.5f, 1.1f);
        var ring = 0;
        for (var inner = width * 1.6f; inner < MathF.Max(canvas.Width, canvas.Height); inner += width + gap, ring++)
            canvas.Ring(x, y, inner, inner + width, palette.Shape(ring + 1), MathF.Max(0.18f, 0.9f - ring * 0.06f));
        canvas.Disc(x, y, width * 1.25f, palette.Shape(0));
    }

    /// <summary>A quilt of quarter circles and dots.</summary>
    public static void Tiles(Canvas canvas, Palette palette, Dice dice)
    {
        var side = (int)MathF.Ceiling(MathF.Min(canvas.Width, canvas.Height) / (4f + dice.Below(2)));
        for (var top = 0; top < canvas.Height; top += side)
        {
            for (var left = 0; left < canvas.Width; left += side)
                Tile(canvas, palette, dice, left, top, side);
        }
    }

    private static void Tile(Canvas canvas, Palette palette, Dice dice, int left, int top, int side)
    {
        var colour = dice.Below(palette.Shapes.Count);
        var front = palette.Shape(colour + 1 + dice.Below(palette.Shapes.Count - 1));
        var ground = palette.Shape(colour).Toward(palette.SkyBottom, 0.35f);
        var right = Math.Min(left + side, canvas.Width);
        var bottom = Math.Min(top + side, canvas.Height);
        canvas.Rectangle(left, top, right, bottom, ground);
        var half = side / 2f;
        switch (dice.Below(3))
        {
            case 0:
                canvas.Disc(left + half, top + half, half * 0.72f, front);
                break;
            case 1:
                canvas.Ring(left + half, top + half, half * 0.45f, half * 0.85f, front);
                canvas.Disc(left + half, top + half, half * 0.2f, front);
                break;
            default:
                Quarter(canvas, left, top, right, bottom, side, front, dice.Below(4));
                break;
        }
    }

    private static void Quarter(Canvas canvas, int left, int top, int right, int bottom, int side, Ink ink, int corner)
    {
        var x = corner % 2 == 0 ? left : left + side;
        var y = corner < 2 ? top : top + side;
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var distance = MathF.Sqrt((column + 0.5f - x) * (column + 0.5f - x) + (row + 0.5f - y) * (row + 0.5f - y));
                canvas.Dot(column, row, ink, Math.Clamp(side * 0.96f - distance + 0.5f, 0, 1));
            }
        }
    }
}
