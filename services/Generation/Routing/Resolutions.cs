namespace NanoBanana.Generation.Routing;

/// <summary>The steps that images are priced by. A step covers what its longest side allows: wide 1K images are up to 1,536 pixels long.</summary>
internal static class Resolutions
{
    private static readonly (string Name, int Longest)[] Steps = [("512", 512), ("1K", 1_536), ("2K", 3_072), ("4K", 6_144)];

    /// <summary>The smallest of a model's steps that covers a side; null when none does.</summary>
    public static string? Smallest(IReadOnlyList<string> offered, int longestSide)
    {
        foreach (var (name, longest) in Steps)
        {
            if (longestSide <= longest && offered.Contains(name))
                return name;
        }

        return null;
    }
}
