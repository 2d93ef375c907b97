using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>A ratio as Gemini writes it: <c>16:9</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AspectRatio(int Width, int Height)
{
    public override string ToString() => $"{Width}:{Height}";
}

/// <summary>One model's limits.</summary>
/// <param name="Id">As in the address.</param>
/// <param name="Sizes">Ascending.</param>
/// <param name="Ratios">What <c>aspectRatio</c> may be.</param>
/// <param name="TakesSize">False for a model that answers 400 to any <c>imageSize</c>.</param>
/// <param name="IsServed">False when Google has announced its end.</param>
internal sealed record GeminiModel(
    string Id, IReadOnlyList<string> Sizes, IReadOnlyList<AspectRatio> Ratios, bool TakesSize = true, bool IsServed = true)
{
    private static readonly string[] Ascending = ["512", "1K", "2K", "4K"];

    /// <summary>The ratio whose shape is nearest; by logarithm, because twice as wide is as far off as twice as high.</summary>
    public AspectRatio NearestRatio(int width, int height)
    {
        var wanted = Math.Log((double)width / height);
        return Ratios.MinBy(ratio => Math.Abs(Math.Log((double)ratio.Width / ratio.Height) - wanted));
    }

    /// <summary>The smallest size that is not below the wanted one, else the largest; null when the model takes none.</summary>
    public string? SizeFor(string resolution)
    {
        if (!TakesSize)
            return null;
        var wanted = Array.IndexOf(Ascending, resolution);
        return Sizes.FirstOrDefault(size => Array.IndexOf(Ascending, size) >= wanted) ?? Sizes[^1];
    }
}
