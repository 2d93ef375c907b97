namespace NanoBanana.Testing.Emulators;

/// <summary>What a model takes at one of Runway's addresses.</summary>
/// <param name="Id">As in the body.</param>
/// <param name="Operation">The address: <c>text_to_image</c>.</param>
/// <param name="Ratios">By commas.</param>
/// <param name="MaxPrompt">In UTF-16 units.</param>
/// <param name="MaxReferences">Of <c>referenceImages</c>.</param>
/// <param name="Seconds">The lengths of a video; empty for an image.</param>
internal sealed record RunwayEmulatedModel(string Id, string Operation, string Ratios, int MaxPrompt, int MaxReferences = 0, int[]? Seconds = null)
{
    private const string Own = "1024:1024,1080:1080,1168:880,1360:768,1440:1080,1080:1440,1808:768,1920:1080,1080:1920,2112:912,1280:720,720:1280,720:720,960:720,720:960,1680:720";
    private const string Nano = "1344:768,768:1344,1024:1024,1184:864,864:1184,1536:672,832:1248,1248:832,896:1152,1152:896";
    private const string Film = "1280:720,720:1280,1104:832,960:960,832:1104,1584:672";
    private const string Veo = "1280:720,720:1280,1080:1920,1920:1080";
    private static readonly int[] UpToTen = [2, 3, 4, 5, 6, 7, 8, 9, 10];
    private static readonly int[] Even = [4, 6, 8];

    private static readonly RunwayEmulatedModel[] All =
    [
        new("gen4_image", "text_to_image", Own, 1_000, 3) { TakesSeed = true, TakesTags = true },
        new("gen4_image_turbo", "text_to_image", Own, 1_000, 3) { TakesSeed = true, TakesTags = true, MinReferences = 1 },
        new("gemini_2.5_flash", "text_to_image", Nano, 5_500, 3) { TakesTags = true },
        new("seedream5_lite", "text_to_image", "2048:2048,2304:1728,1728:2304,2848:1600,1600:2848,2496:1664,1664:2496,3136:1344", 4_000, 14),
        new("gen4.5", "text_to_video", "1280:720,720:1280", 1_000, 0, UpToTen) { TakesSeed = true, NeedsSeconds = true },
        new("gen4.5", "image_to_video", Film, 1_000, 0, UpToTen) { TakesSeed = true, NeedsSeconds = true },
        new("gen4_turbo", "image_to_video", Film, 1_000, 0, UpToTen) { TakesSeed = true },
        new("veo3.1", "text_to_video", Veo, 1_000, 0, Even) { TakesNegativePrompt = true },
        new("veo3.1", "image_to_video", Veo, 1_000, 0, Even) { TakesNegativePrompt = true },
        new("veo3.1_fast", "text_to_video", Veo, 1_000, 0, Even) { TakesNegativePrompt = true },
        new("veo3.1_fast", "image_to_video", Veo, 1_000, 0, Even) { TakesNegativePrompt = true },
    ];

    public bool TakesSeed { get; init; }

    public bool TakesTags { get; init; }

    public bool TakesNegativePrompt { get; init; }

    public bool NeedsSeconds { get; init; }

    public int MinReferences { get; init; }

    public bool IsVideo => Seconds is not null;

    public static RunwayEmulatedModel? Find(string operation, string? id) => Array.Find(All, model => model.Operation == operation && model.Id == id);

    public static bool IsOperation(string operation) => Array.Exists(All, model => model.Operation == operation);

    /// <summary>The fields that a request may have.</summary>
    public bool Knows(string field) => field switch
    {
        "model" or "promptText" or "ratio" => true,
        "seed" => TakesSeed,
        "referenceImages" => MaxReferences > 0,
        "promptImage" => Operation == "image_to_video",
        "duration" => IsVideo,
        "negativePrompt" or "audio" => TakesNegativePrompt,
        "contentModeration" => TakesSeed,
        _ => false,
    };

    /// <summary>What one result takes, in credits.</summary>
    public int Credits(int width, int height, int seconds) => Id switch
    {
        "gen4_image" => Math.Min(width, height) > 720 ? 8 : 5,
        "gen4_image_turbo" => 2,
        "gen4.5" => 12 * seconds,
        "veo3.1" => 40 * seconds,
        "veo3.1_fast" => 15 * seconds,
        _ => IsVideo ? 5 * seconds : 5,
    };
}
