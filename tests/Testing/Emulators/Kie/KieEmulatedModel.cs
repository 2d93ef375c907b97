namespace NanoBanana.Testing.Emulators;

/// <summary>What a model of the emulator takes. Names that it does not know are passed over in silence.</summary>
/// <param name="Id">As in the body.</param>
/// <param name="Shape">The name of its shape: the first generation calls it a size.</param>
/// <param name="Shapes">What it may be.</param>
/// <param name="Images">The name of its list of images; null when it takes none.</param>
/// <param name="MinImages">How many it must have.</param>
/// <param name="MaxImages">How many it may have.</param>
/// <param name="MaxPrompt">In characters.</param>
/// <param name="Formats">What it encodes, the default first.</param>
/// <param name="TakesResolution">Whether it makes more than 1K.</param>
internal sealed record KieEmulatedModel(
    string Id, string Shape, string[] Shapes, string? Images, int MinImages, int MaxImages, int MaxPrompt, string[] Formats, bool TakesResolution)
{
    private static readonly string[] Ten = ["auto", "1:1", "9:16", "16:9", "3:4", "4:3", "3:2", "2:3", "5:4", "4:5", "21:9"];

    private static readonly KieEmulatedModel[] All =
    [
        new("google/nano-banana", "image_size", Ten, null, 0, 0, 5_000, ["png", "jpeg"], false),
        new("google/nano-banana-edit", "image_size", Ten, "image_urls", 1, 10, 5_000, ["png", "jpeg"], false),
        new("nano-banana-2", "aspect_ratio", [.. Ten, "1:4", "4:1", "1:8", "8:1"], "image_input", 0, 14, 20_000, ["jpg", "png"], true),
        new("nano-banana-pro", "aspect_ratio", Ten, "image_input", 0, 8, 10_000, ["png", "jpg"], true),
    ];

    public static KieEmulatedModel? Find(string? id) => All.FirstOrDefault(model => model.Id == id);
}
