using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The picture of a prompt: one of several compositions, the prompt's words as a caption, and a mark that says what it is.</summary>
internal static class Painting
{
    private static readonly Action<Canvas, Palette, Dice>[] Compositions = [Scenes.Hills, Scenes.Orbs, Scenes.Ripples, Scenes.Tiles];

    /// <summary>Null when the library cannot encode it.</summary>
    /// <param name="moment">Of a film, 0 to below 1; null for a picture that stands still.</param>
    /// <param name="references">Shown beside each other, in the prompt's colours; with a <paramref name="mask"/> the first shows wherever that hides the picture.</param>
    public static PooledBytes? Of(
        string prompt, long seed, int width, int height, float? moment = null, IReadOnlyList<ReferenceImage>? references = null, ReferenceImage? mask = null)
    {
        var dice = new Dice(prompt, seed);
        var palette = Palette.For(prompt, dice);
        using var canvas = new Canvas(width, height);
        canvas.Gradient(palette.SkyTop, palette.SkyBottom);
        Compositions[dice.Below(Compositions.Length)](canvas, palette, dice);
        if (references is { Count: > 0 })
            Collage.Draw(canvas, palette, references, mask);
        if (moment is { } now)
            Lights.Draw(canvas, palette, dice, now);
        Caption.Write(canvas, prompt);
        Caption.Mark(canvas);
        return canvas.ToPng();
    }
}
