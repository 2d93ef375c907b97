using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>What becomes of images that come along: they are seen, and so is the prompt's own picture.</summary>
internal static class Collage
{
    private const int MostShown = 4;
    private const float Tint = 0.25f;

    public static void Draw(Canvas canvas, Palette palette, IReadOnlyList<ReferenceImage> references, ReferenceImage? mask)
    {
        if (mask is null)
        {
            Show(canvas, references);
            canvas.Rectangle(0, 0, canvas.Width, canvas.Height, palette.SkyTop, Tint);
            return;
        }

        using var original = new Canvas(canvas.Width, canvas.Height);
        using var hidden = new Canvas(canvas.Width, canvas.Height);
        hidden.Replace();
        Show(original, [references[0]]);
        Show(hidden, [mask]);
        canvas.Restore(original, hidden);
    }

    private static void Show(Canvas canvas, IReadOnlyList<ReferenceImage> references)
    {
        var shown = Math.Min(references.Count, MostShown);
        for (var i = 0; i < shown; i++)
        {
            var bytes = references[i].Bytes.Span;
            if ((PngFile.Measure(bytes) ?? JpegFile.Measure(bytes) ?? WebpFile.Measure(bytes)) is not { } info || GdImageCodec.Decode(bytes, info.MediaType) is var image && image == 0)
                continue;
            try
            {
                Gd.ToTrueColor(image);
                canvas.Cover(image, info.Width, info.Height, canvas.Width * i / shown, canvas.Width * (i + 1) / shown);
            }
            finally
            {
                Gd.Destroy(image);
            }
        }
    }
}
