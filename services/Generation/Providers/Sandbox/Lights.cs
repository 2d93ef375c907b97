namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>What moves in a film: pale discs, each on a circle of its own.</summary>
internal static class Lights
{
    private const int Count = 5;

    /// <param name="moment">0 to below 1; at 1 they are where they were at 0.</param>
    public static void Draw(Canvas canvas, Palette palette, Dice dice, float moment)
    {
        for (var light = 0; light < Count; light++)
        {
            var x = canvas.Width * dice.Between(0.15f, 0.85f);
            var y = canvas.Height * dice.Between(0.1f, 0.6f);
            var reach = dice.Between(40, 130) * canvas.Unit;
            var radius = dice.Between(26, 70) * canvas.Unit;
            var angle = MathF.Tau * (moment + dice.Between(0, 1));
            canvas.Disc(x + (reach * MathF.Cos(angle)), y + (reach * MathF.Sin(angle)), radius, palette.Shape(light).Toward(Ink.White, 0.7f), 0.4f);
        }
    }
}
