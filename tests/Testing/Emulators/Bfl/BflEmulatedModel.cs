namespace NanoBanana.Testing.Emulators;

/// <summary>What a model of the emulator takes and makes.</summary>
/// <param name="Id">As in the address.</param>
/// <param name="Fields">The names that it knows.</param>
/// <param name="IsStrict">Whether it refuses other names; the older models pass them over.</param>
/// <param name="Step">Of width and height; 0 for a model that goes by shapes.</param>
/// <param name="MinSide">In pixels.</param>
/// <param name="MaxSide">In pixels.</param>
/// <param name="DefaultFormat">What it encodes unless told.</param>
/// <param name="Credits">For the first megapixel, and for each further one; null for a model whose answers name no cost.</param>
/// <param name="Side">Of a square, for a model that goes by shapes.</param>
internal sealed record BflEmulatedModel(
    string Id, string[] Fields, bool IsStrict, int Step, int MinSide, int MaxSide, string DefaultFormat, (double First, double More)? Credits, int Side = 1024)
{
    private static readonly string[] Common = ["prompt", "seed", "safety_tolerance", "output_format", "webhook_url", "webhook_secret"];
    private static readonly string[] Images = [.. Enumerable.Range(2, 7).Select(static number => $"input_image_{number}").Prepend("input_image")];
    private static readonly string[] Pro = [.. Common, .. Images, "width", "height"];
    private static readonly string[] Klein = [.. Common, .. Images[..4], "width", "height"];
    private static readonly string[] Kontext = [.. Common, .. Images[..4], "aspect_ratio", "prompt_upsampling"];
    private static readonly string[] First = [.. Common, "image_prompt", "width", "height", "prompt_upsampling"];
    private static readonly string[] Ultra = [.. Common, "image_prompt", "image_prompt_strength", "aspect_ratio", "raw", "prompt_upsampling"];
    private static readonly string[] Third = ["prompt", "images", "aspect_ratio", "resolution", "safety_tolerance", "grounding", "version"];

    private static readonly BflEmulatedModel[] All =
    [
        new("flux-2-pro", Pro, false, 16, 64, 4096, "jpeg", (3, 1.5)),
        new("flux-2-max", Pro, false, 16, 64, 4096, "jpeg", (7, 3)),
        new("flux-2-flex", [.. Pro, "prompt_upsampling", "guidance", "steps"], false, 16, 64, 4096, "jpeg", (5, 5)),
        new("flux-2-klein-4b", Klein, false, 16, 64, 4096, "jpeg", (1.4, 0)),
        new("flux-2-klein-9b", Klein, false, 16, 64, 4096, "jpeg", (1.5, 0)),
        new("flux-kontext-pro", Kontext, false, 0, 0, 0, "png", (4, 0)),
        new("flux-kontext-max", Kontext, false, 0, 0, 0, "png", (8, 0)),
        new("flux-pro-1.1", First, false, 32, 256, 1440, "jpeg", (4, 0)),
        new("flux-pro-1.1-ultra", Ultra, false, 0, 0, 0, "jpeg", (6, 0), 2048),
        new("flux-dev", [.. First, "steps", "guidance"], false, 32, 256, 1440, "jpeg", null),
        new("flux-3-image", Third, true, 0, 0, 0, "jpeg", (4.8, 0)),
    ];

    /// <summary>The shapes that the third generation takes; the others take any between 21:9 and 9:21.</summary>
    public static readonly string[] Shapes = ["21:9", "2:1", "16:9", "3:2", "7:5", "4:3", "5:4", "1:1", "4:5", "3:4", "5:7", "2:3", "9:16", "1:2", "9:21"];

    /// <summary>The third generation's steps, by the side of a square.</summary>
    public static readonly IReadOnlyDictionary<string, int> Steps =
        new Dictionary<string, int>(StringComparer.Ordinal) { ["768sq"] = 768, ["1k"] = 1024, ["1.5k"] = 1536, ["2k"] = 2048, ["4k"] = 4096 };

    public static BflEmulatedModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>The most that <c>safety_tolerance</c> may be; an image to edit takes Kontext's back.</summary>
    public int MostTolerance(bool edits) => IsStrict ? 4 : Id.StartsWith("flux-2", StringComparison.Ordinal) ? 5 : edits && Fields == Kontext ? 2 : 6;

    /// <summary>What an order costs, in credits.</summary>
    public double? CostOf(int width, int height) =>
        Credits is { } credits ? credits.First + credits.More * Math.Max(0, Math.Ceiling(width * height / 1_048_576.0) - 1) : null;
}
