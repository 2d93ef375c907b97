using System.Runtime.InteropServices;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>What to ask of a model so that the result is, or comes nearest to, the size that was asked for. Pure.</summary>
/// <param name="Ratio">One of the model's own where it has such.</param>
/// <param name="Width">One of the model's own sizes where it has such; otherwise what the model shall make or may be scaled to.</param>
/// <param name="Height">In pixels, as the width.</param>
/// <param name="Resolution">The priced step.</param>
/// <param name="IsExact">Whether the result has the shape that was asked for, so that at most scaling lies between.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModelFit(AspectRatio Ratio, int Width, int Height, string Resolution, bool IsExact)
{
    /// <summary>
    /// As far off as scaling hides. Models round their sides to multiples of 8 or 16 pixels: 1376x768 is their 16:9.
    /// </summary>
    public const double Tolerance = 0.01;

    private const double NamedTolerance = 0.03;

    /// <summary>Whether two sizes have one shape, with the room that models take: their 16:9 may be 1344x768.</summary>
    public static bool IsSameShape(int width, int height, int otherWidth, int otherHeight) =>
        new AspectRatio(width, height).DistanceTo(new AspectRatio(otherWidth, otherHeight)) < NamedTolerance;

    /// <summary>Null when the model makes nothing as large.</summary>
    public static ModelFit? Of(ProviderModel model, ImageSize size)
    {
        if (StepOf(model, size) is not { } resolution)
            return null;
        var wanted = new AspectRatio(size.Width, size.Height);
        if (model.Ratios.Count > 0)
        {
            var ratio = Nearest(model.Ratios, wanted);
            return new ModelFit(ratio, size.Width, size.Height, resolution, ratio.DistanceTo(wanted) < Tolerance);
        }

        if (model.Sizes.Count > 0)
        {
            var own = NearestSize(model.Sizes, size);
            return new ModelFit(own, own.Width, own.Height, resolution, own.DistanceTo(wanted) < Tolerance);
        }

        return Free(model, size, resolution);
    }

    private static string? StepOf(ProviderModel model, ImageSize size)
    {
        if (size.Resolution is { } named)
            return model.Resolutions.Contains(named) ? named : null;
        return model.Kind == MediaKind.Video
            ? VideoSteps.Smallest(model.Resolutions, Math.Min(size.Width, size.Height))
            : Resolutions.Smallest(model.Resolutions, Math.Max(size.Width, size.Height));
    }

    private static AspectRatio Nearest(IReadOnlyList<AspectRatio> shapes, AspectRatio wanted)
    {
        var best = shapes[0];
        for (var i = 1; i < shapes.Count; i++)
        {
            if (shapes[i].DistanceTo(wanted) < best.DistanceTo(wanted))
                best = shapes[i];
        }

        return best;
    }

    /// <summary>Of the sizes of the nearest shape, the smallest that covers what was asked for, else the largest.</summary>
    private static AspectRatio NearestSize(IReadOnlyList<AspectRatio> sizes, ImageSize size)
    {
        var wanted = new AspectRatio(size.Width, size.Height);
        var nearest = Nearest(sizes, wanted).DistanceTo(wanted) + (Tolerance / 2);
        AspectRatio? best = null;
        foreach (var candidate in sizes)
        {
            if (candidate.DistanceTo(wanted) > nearest)
                continue;
            var covers = candidate.Width >= size.Width && candidate.Height >= size.Height;
            var bestCovers = best is { } b && b.Width >= size.Width && b.Height >= size.Height;
            if (best is null || (covers && !bestCovers) || (covers == bestCovers && (candidate.Width < best.Value.Width) == covers))
                best = candidate;
        }

        return best!.Value;
    }

    /// <summary>The size itself where the model can make it; otherwise the nearest of its shape, rounded to the model's steps.</summary>
    private static ModelFit? Free(ProviderModel model, ImageSize size, string resolution)
    {
        var (wide, high) = Stocky(model, size);
        var scale = Math.Max(1.0, model.MinSide / Math.Min(wide, high));
        scale = Math.Max(scale, Math.Sqrt(model.MinPixels / (wide * high)));
        scale = Math.Min(scale, model.MaxSide / Math.Max(wide, high));
        scale = Math.Min(scale, Math.Sqrt(model.MaxPixels / (wide * high)));
        var (width, height) = Rounded(model, wide * scale, high * scale, up: scale > 1);
        if (!IsWithin(model, width, height))
            return null;
        var made = new AspectRatio(width, height);
        return new ModelFit(AspectRatio.Of(width, height), width, height, resolution, made.DistanceTo(new AspectRatio(size.Width, size.Height)) < Tolerance);
    }

    /// <summary>The size, its shorter side made longer where the model makes nothing as slim: what is too much is cut off.</summary>
    private static (double Width, double Height) Stocky(ProviderModel model, ImageSize size) => model.MaxRatio == 0
        ? (size.Width, size.Height)
        : (Math.Max(size.Width, (double)size.Height / model.MaxRatio), Math.Max(size.Height, (double)size.Width / model.MaxRatio));

    private static (int Width, int Height) Rounded(ProviderModel model, double wide, double high, bool up)
    {
        var (width, height) = (Round(wide, model, up), Round(high, model, up));
        if ((long)width * height < model.MinPixels)
            (width, height) = (Round(wide, model, up: true), Round(high, model, up: true));
        if (model.MaxRatio == 0)
            return (width, height);

        // Rounding down may have made it slimmer than allowed.
        return (Math.Max(width, Round((double)height / model.MaxRatio, model, up: true)), Math.Max(height, Round((double)width / model.MaxRatio, model, up: true)));
    }

    private static bool IsWithin(ProviderModel model, int width, int height) =>
        Math.Min(width, height) >= model.MinSide && Math.Max(width, height) <= model.MaxSide
        && (long)width * height >= model.MinPixels && (long)width * height <= model.MaxPixels;

    private static int Round(double side, ProviderModel model, bool up)
    {
        // A side that was scaled to a whole step may lie a hair beside it.
        const double hair = 1e-6;
        var steps = side / model.SizeStep;
        return (int)(up ? Math.Ceiling(steps - hair) : Math.Floor(steps + hair)) * model.SizeStep;
    }
}
