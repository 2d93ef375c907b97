using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Which of Google's models are offered, and what one is taken to be that nobody has described.</summary>
internal static class GeminiModels
{
    public static ProviderModel UnknownImage { get; } = new("")
    {
        Resolutions = ["1K", "2K", "4K"],
        Ratios = [new(1, 1), new(2, 3), new(3, 2), new(3, 4), new(4, 3), new(4, 5), new(5, 4), new(9, 16), new(16, 9), new(21, 9)],
        TakesSeed = true,
        MaxPrompt = 32_000,
    };

    private static readonly ProviderModel UnknownVideo = new("")
    {
        Kind = MediaKind.Video,
        Resolutions = ["720p", "1080p"],
        Ratios = [new(16, 9), new(9, 16)],
        Durations = [4, 6, 8],
        DurationsAt = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal) { ["1080p"] = [8] },
    };

    /// <summary>Those that make images, the configured one first; then those that make videos, likewise.</summary>
    public static IReadOnlyList<ProviderModel> Offered(ModelCatalogue catalogue, GoogleOptions options) =>
    [
        .. catalogue.Offered(GeminiProvider.WireName, options.Model, UnknownImage).Where(static model => model.Kind == MediaKind.Image),
        .. catalogue.Offered(GeminiProvider.WireName, options.VideoModel, UnknownVideo).Where(static model => model.Kind == MediaKind.Video),
    ];
}
