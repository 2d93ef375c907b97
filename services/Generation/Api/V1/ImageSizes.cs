using System.Globalization;

namespace NanoBanana.Generation.Api.V1;

/// <summary>The sizes of the SaaS family: those of its first version and those added later.</summary>
internal static class ImageSizes
{
    public const string Default = "1024x1024";

    public static IReadOnlyList<string> Names { get; } =
        [Default, "512x512", "256x256", "1280x896", "896x1280", "1408x768", "768x1408"];

    public static (int Width, int Height) Parse(string name)
    {
        var parts = name.Split('x');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
