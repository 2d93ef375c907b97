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
    /// lightness, white for transparent. Null when nothing of it would be. The caller has taken one of the codec's places.
    /// </summary>
    public static PooledBytes? ToPng(ReadOnlySpan<byte> mask, string mediaType, int width, int height)
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
            if (!Paint(target, width, height, byLightness: !HasTransparency(source, sourceWidth, sourceHeight)))
                return null;
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

    private static bool Paint(nint image, int width, int height, bool byLightness)
    {
        var marks = false;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = Gd.GetPixel(image, x, y);
                var open = byLightness ? IsLight(pixel) : pixel >> 24 >= Half;
                marks |= open;
                Gd.SetPixel(image, x, y, ((open ? Transparent : Opaque) << 24) | White);
            }
        }

        return marks;
    }

    /// <summary>By the weights of Rec. 601.</summary>
    private static bool IsLight(int pixel) => (299 * ((pixel >> 16) & 0xFF)) + (587 * ((pixel >> 8) & 0xFF)) + (114 * (pixel & 0xFF)) >= 127_500;
}
