using System.Globalization;
using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Providers.Models;

/// <summary>A shape, as providers write it: <c>16:9</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AspectRatio(int Width, int Height)
{
    /// <summary>The shape of a size, in lowest terms.</summary>
    public static AspectRatio Of(int width, int height)
    {
        var (a, b) = (width, height);
        while (b != 0)
            (a, b) = (b, a % b);
        return a == 0 ? new AspectRatio(1, 1) : new AspectRatio(width / a, height / a);
    }

    /// <summary>Reads <c>16:9</c> or <c>1344x768</c>; null when it is neither.</summary>
    public static AspectRatio? Parse(string text)
    {
        var mark = text.AsSpan().IndexOfAny(':', 'x');
        return mark > 0
            && int.TryParse(text.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0
            ? new AspectRatio(width, height)
            : null;
    }

    /// <summary>How far off another shape is: by logarithm, because twice as wide is as far off as twice as high. 0 is the same.</summary>
    public double DistanceTo(AspectRatio other) => Math.Abs(Math.Log((double)Width / Height * other.Height / other.Width));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}:{Height}");
}
