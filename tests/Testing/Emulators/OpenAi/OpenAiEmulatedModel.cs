using System.Globalization;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a model of the emulator takes. Models that OpenAI has shut down are not there.</summary>
/// <param name="Id">As in the request.</param>
/// <param name="IsFree">Whether it takes any size within limits, or the three fixed ones.</param>
/// <param name="Qualities">Beside <c>auto</c>.</param>
internal sealed record OpenAiEmulatedModel(string Id, bool IsFree, string[] Qualities)
{
    private const int LeastPixels = 655_360;
    private const int MostPixels = 8_294_400;
    private static readonly string[] Usual = ["low", "medium", "high"];
    private static readonly string[] More = ["low", "medium", "high", "xhigh", "max"];
    private static readonly string[] Fixed = ["1024x1024", "1024x1536", "1536x1024"];

    private static readonly OpenAiEmulatedModel[] All =
    [
        new("gpt-image-2.5-flare", IsFree: true, More),
        new("gpt-image-2.5-sunburst", IsFree: true, More),
        new("gpt-image-2", IsFree: true, Usual),
        new("gpt-image-1.5", IsFree: false, Usual),
        new("gpt-image-1", IsFree: false, Usual),
        new("gpt-image-1-mini", IsFree: false, Usual),
    ];

    public static OpenAiEmulatedModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>Reads a size; null when the model does not make it.</summary>
    public (int Width, int Height)? Parse(string size)
    {
        if (size == "auto")
            return (1024, 1024);
        if (size.Split('x') is not [var wide, var high]
            || !int.TryParse(wide, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            || !int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            return null;
        }

        return (IsFree ? IsWithin(width, height) : Fixed.Contains(size)) ? (width, height) : null;
    }

    private static bool IsWithin(int width, int height) => width % 16 == 0 && height % 16 == 0
        && Math.Max(width, height) is > 0 and <= 3840 && Math.Max(width, height) <= 3 * Math.Min(width, height)
        && width * height is >= LeastPixels and <= MostPixels;
}
