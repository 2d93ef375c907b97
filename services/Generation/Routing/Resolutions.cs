namespace NanoBanana.Generation.Routing;

/// <summary>The steps that images are priced by. A step covers what its longest side allows: wide 1K images are up to 1,536 pixels long.</summary>
internal static class Resolutions
{
    private static readonly (string Name, int Longest, int Side)[] Steps =
        [("512", 512, 512), ("1K", 1_536, 1_024), ("2K", 3_072, 2_048), ("4K", 6_144, 4_096)];

    /// <summary>The smallest of a model's steps that covers a side; null when none does.</summary>
    public static string? Smallest(IReadOnlyList<string> offered, int longestSide)
    {
        foreach (var (name, longest, _) in Steps)
        {
            if (longestSide <= longest && offered.Contains(name))
                return name;
        }

        return null;
    }

    /// <summary>The side of a square image of that step, in pixels; null for what is not a step of images.</summary>
    public static int? SideOf(string resolution)
    {
        foreach (var (name, _, side) in Steps)
        {
            if (name == resolution)
                return side;
        }

        return null;
    }
}
