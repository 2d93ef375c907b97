using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>The steps that videos are priced by: each names the shorter side. 4K is another than that of images.</summary>
internal static class VideoSteps
{
    private static readonly (string Name, int Side)[] Steps = [("480p", 480), ("720p", 720), ("1080p", 1_080), ("4K", 2_160)];

    /// <summary>Ascending.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Steps.Select(static step => step.Name)];

    /// <summary>The shorter side, in pixels; null for what is not a step of videos.</summary>
    public static int? SideOf(string resolution)
    {
        foreach (var (name, side) in Steps)
        {
            if (name == resolution)
                return side;
        }

        return null;
    }

    /// <summary>The smallest of a model's steps that covers a shorter side; null when none does.</summary>
    public static string? Smallest(IReadOnlyList<string> offered, int shorterSide)
    {
        foreach (var (name, side) in Steps)
        {
            if (shorterSide <= side && offered.Contains(name))
                return name;
        }

        return null;
    }

    /// <summary>A shape at a step, the longer side rounded to the even number that encoders want; null for what is not a step of videos.</summary>
    public static ImageSize? SizeOf(AspectRatio ratio, string resolution)
    {
        if (SideOf(resolution) is not { } side)
            return null;
        var longer = Even((double)side * Math.Max(ratio.Width, ratio.Height) / Math.Min(ratio.Width, ratio.Height));
        return ratio.Width >= ratio.Height ? new ImageSize(longer, side, resolution) : new ImageSize(side, longer, resolution);
    }

    /// <summary>Whether what was made has clearly fewer pixels than its step promises; some models stay a little below it in one shape or another.</summary>
    public static bool IsBelow(string resolution, int width, int height) => SideOf(resolution) is { } side && Math.Min(width, height) < side * 0.9;

    private static int Even(double side) => (int)Math.Round(side / 2, MidpointRounding.AwayFromZero) * 2;
}
