using System.Runtime.InteropServices;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>Masks as callers paint them, and a look at single pixels.</summary>
internal static class Masks
{
    private const int White = 0xFFFFFF;

    public static byte[] WhiteLeftHalf(int width, int height) => Draw(width, height, static (image, w, h) => Gd.FillRectangle(image, 0, 0, (w / 2) - 1, h - 1, White));

    public static byte[] Black(int width, int height) => Draw(width, height, static (_, _, _) => { });

    /// <summary>Opaque, with a window in the upper left quarter.</summary>
    public static byte[] Window(int width, int height) => Draw(width, height, static (image, w, h) =>
    {
        Gd.SetBlending(image, 0);
        Gd.FillRectangle(image, 0, 0, (w / 2) - 1, (h / 2) - 1, 127 << 24);
        Gd.SaveAlpha(image, 1);
    });

    public static bool IsTransparentAt(ReadOnlySpan<byte> png, int x, int y) => PixelAt(png, x, y) >> 24 == 127;

    public static int PixelAt(ReadOnlySpan<byte> png, int x, int y)
    {
        var image = Gd.FromPng(png.Length, ref MemoryMarshal.GetReference(png));
        try
        {
            return Gd.GetPixel(image, x, y);
        }
        finally
        {
            Gd.Destroy(image);
        }
    }

    private static byte[] Draw(int width, int height, Action<nint, int, int> paint)
    {
        var image = Gd.Create(width, height);
        try
        {
            paint(image, width, height);
            using var png = GdImageCodec.EncodePng(image)!;
            return png.Memory.ToArray();
        }
        finally
        {
            Gd.Destroy(image);
        }
    }
}
