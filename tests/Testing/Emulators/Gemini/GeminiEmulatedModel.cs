using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a model of the emulator takes and makes. Models that Google has shut down are not there and answer 404.</summary>
/// <param name="Id">As in the address.</param>
/// <param name="Sizes">Empty when it takes no <c>imageSize</c>.</param>
/// <param name="Pixels">The size of an image at 1K, for each ratio.</param>
/// <param name="MediaType">What it encodes.</param>
/// <param name="Drafts">Whether it sends drafts as thoughts.</param>
internal sealed record GeminiEmulatedModel(
    string Id, string[] Sizes, IReadOnlyDictionary<string, (int Width, int Height)> Pixels, string MediaType, bool Drafts)
{
    /// <summary>What it looks up: <c>web</c>, <c>image</c> for both, or nothing.</summary>
    public string Search { get; init; } = "";

    /// <summary>Whether it seals what it says and wants the seals back.</summary>
    public bool IsThird => MediaType == "image/jpeg";

    private static readonly Dictionary<string, (int, int)> Second = new(StringComparer.Ordinal)
    {
        ["1:1"] = (1024, 1024),
        ["2:3"] = (832, 1248),
        ["3:2"] = (1248, 832),
        ["3:4"] = (864, 1184),
        ["4:3"] = (1184, 864),
        ["4:5"] = (896, 1152),
        ["5:4"] = (1152, 896),
        ["9:16"] = (768, 1344),
        ["16:9"] = (1344, 768),
        ["21:9"] = (1536, 672),
    };

    private static readonly Dictionary<string, (int, int)> Third = new(StringComparer.Ordinal)
    {
        ["1:1"] = (1024, 1024),
        ["2:3"] = (848, 1264),
        ["3:2"] = (1264, 848),
        ["3:4"] = (896, 1200),
        ["4:3"] = (1200, 896),
        ["4:5"] = (928, 1152),
        ["5:4"] = (1152, 928),
        ["9:16"] = (768, 1376),
        ["16:9"] = (1376, 768),
        ["21:9"] = (1584, 672),
    };

    private static readonly Dictionary<string, (int, int)> Banner = new(Third, StringComparer.Ordinal)
    {
        ["1:4"] = (512, 2048),
        ["4:1"] = (2048, 512),
        ["1:8"] = (384, 3072),
        ["8:1"] = (3072, 384),
    };

    private static readonly GeminiEmulatedModel[] All =
    [
        new("gemini-nano-banana-2.1", ["1K", "2K", "4K"], Banner, "image/jpeg", Drafts: true) { Search = "image" },
        new("gemini-3.1-flash-image", ["512", "1K", "2K", "4K"], Banner, "image/jpeg", Drafts: true) { Search = "image" },
        new("gemini-3-pro-image", ["1K", "2K", "4K"], Third, "image/jpeg", Drafts: true) { Search = "web" },
        new("gemini-3.1-flash-lite-image", ["1K"], Third, "image/jpeg", Drafts: false),
        new("gemini-2.5-flash-image", [], Second, "image/png", Drafts: false),
    ];

    public static GeminiEmulatedModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>A page of the list of models.</summary>
    public static string List() => new JsonObject
    {
        ["models"] = new JsonArray(new JsonObject { ["name"] = "models/" + All[0].Id, ["supportedGenerationMethods"] = new JsonArray("generateContent") }),
        ["nextPageToken"] = "more",
    }.ToJsonString(GeminiProblem.Pretty);

    public (int Width, int Height) PixelsFor(string ratio, string size)
    {
        var (width, height) = Pixels[ratio];
        return size switch
        {
            "512" => (width / 2, height / 2),
            "2K" => (width * 2, height * 2),
            "4K" => (width * 4, height * 4),
            _ => (width, height),
        };
    }
}
