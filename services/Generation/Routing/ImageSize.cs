using System.Runtime.InteropServices;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>The size that a caller asked for: pixels, or a shape and a priced step.</summary>
/// <param name="Width">In pixels; of a shape and a step, what they commonly come to.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Resolution">The step when it was named, and then no other will do; null when the pixels decide.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ImageSize(int Width, int Height, string? Resolution = null)
{
    /// <summary>
    /// A shape at a step: as many pixels as the square of that step has, or of a video with the shorter side that the step names. Null
    /// for what is not a step of that kind.
    /// </summary>
    public static ImageSize? Of(AspectRatio ratio, string resolution, MediaKind kind = MediaKind.Image)
    {
        if (kind == MediaKind.Video)
            return VideoSteps.SizeOf(ratio, resolution);
        if (Resolutions.SideOf(resolution) is not { } side)
            return null;
        var root = Math.Sqrt((double)ratio.Width / ratio.Height);
        return new ImageSize(ToStep(side * root), ToStep(side / root), resolution);
    }

    private static int ToStep(double side) => Math.Max(16, (int)Math.Round(side / 16) * 16);
}
