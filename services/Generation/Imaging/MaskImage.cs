namespace NanoBanana.Generation.Imaging;

/// <summary>Masks: transparent is where something may be changed.</summary>
internal static class MaskImage
{
    private const int Transparent = 127;
    private const int Half = 64;
    private const int Opaque = 0;
    private const int White = 0xFFFFFF;

    /// <summary>
    /// A PNG of that size in which every pixel is either transparent or not. What is sent with transparency is taken by it; what is sent without is taken by its
    /// lightness, white for transparent. Null when nothing of it would be. To be done by <see cref="PixelThreads"/>.
    /// </summary>
    /// <param name="grow">By how many pixels what is marked is widened to each side.</param>
    public static PooledBytes? ToPng(ReadOnlySpan<byte> mask, string mediaType, int width, int height, int grow = 0)
    {
        var source = GdImageCodec.Decode(mask, mediaType);
        if (source == 0)
            return null;
        nint target = 0;
        try
        {
            Gd.ToTrueColor(source);
            target = Gd.Create(width, height);
            Gd.SetBlending(target, 0);
            var (sourceWidth, sourceHeight) = (Gd.WidthOf(source), Gd.HeightOf(source));
            Gd.CopyScaled(target, source, 0, 0, 0, 0, width, height, sourceWidth, sourceHeight);
            var marked = Marked(target, width, height, byLightness: !HasTransparency(source, sourceWidth, sourceHeight));
            if (Array.IndexOf(marked, true) < 0)
                return null;
            Paint(target, grow > 0 ? Grown(marked, width, height, grow) : marked, width, height);
            Gd.SaveAlpha(target, 1);
            return GdImageCodec.EncodePng(target);
        }
        finally
        {
            if (target != 0)
                Gd.Destroy(target);
            Gd.Destroy(source);
        }
    }

    private static bool HasTransparency(nint image, int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (Gd.GetPixel(image, x, y) >> 24 >= Half)
                    return true;
            }
        }

        return false;
    }

    private static bool[] Marked(nint image, int width, int height, bool byLightness)
    {
        var marked = new bool[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = Gd.GetPixel(image, x, y);
                marked[(y * width) + x] = byLightness ? IsLight(pixel) : pixel >> 24 >= Half;
            }
        }

        return marked;
    }

    /// <summary>Along rows, then along columns: the time does not depend on how far.</summary>
    private static bool[] Grown(bool[] marked, int width, int height, int by)
    {
        var wide = new bool[marked.Length];
        for (var y = 0; y < height; y++)
            Spread(marked, wide, y * width, 1, width, by);
        var grown = new bool[marked.Length];
        for (var x = 0; x < width; x++)
            Spread(wide, grown, x, width, height, by);
        return grown;
    }

    private static void Spread(bool[] from, bool[] to, int start, int step, int count, int by)
    {
        var (last, reach) = (-1, -1);
        for (var i = 0; i < count; i++)
        {
            // The next mark ahead that reaches back to here, and the last one behind.
            while (reach < Math.Min(count - 1, i + by))
            {
                if (from[start + (++reach * step)])
                    last = reach;
            }

            to[start + (i * step)] = last >= 0 && i - last <= by;
        }
    }

    private static void Paint(nint image, bool[] marked, int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                Gd.SetPixel(image, x, y, ((marked[(y * width) + x] ? Transparent : Opaque) << 24) | White);
        }
    }

    /// <summary>By the weights of Rec. 601.</summary>
    private static bool IsLight(int pixel) => (299 * ((pixel >> 16) & 0xFF)) + (587 * ((pixel >> 8) & 0xFF)) + (114 * (pixel & 0xFF)) >= 127_500;
}
