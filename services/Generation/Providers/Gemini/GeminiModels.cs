namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>What each model of the Gemini family accepts.</summary>
internal static class GeminiModels
{
    private static readonly AspectRatio[] Common =
    [
        new(1, 1), new(2, 3), new(3, 2), new(3, 4), new(4, 3), new(4, 5), new(5, 4), new(9, 16), new(16, 9), new(21, 9),
    ];

    private static readonly AspectRatio[] Wide = [.. Common, new(1, 4), new(4, 1), new(1, 8), new(8, 1)];

    /// <summary>
    /// The models that Google serves come first. The last two are past their announced end, but resellers still answer for them, so
    /// they can be configured and are not offered.
    /// </summary>
    private static readonly GeminiModel[] Known =
    [
        new("gemini-nano-banana-2.1", ["1K", "2K", "4K"], Wide),
        new("gemini-3-pro-image", ["1K", "2K", "4K"], Common),
        new("gemini-3.1-flash-lite-image", ["1K"], Common),
        new("gemini-3.1-flash-image", ["512", "1K", "2K", "4K"], Wide, IsServed: false),
        new("gemini-2.5-flash-image", ["1K"], Common, TakesSize: false, IsServed: false),
    ];

    /// <summary>The capabilities of a model; one we do not know is taken to be like its siblings.</summary>
    public static GeminiModel Find(string id) =>
        Known.FirstOrDefault(model => model.Id == id) ?? new GeminiModel(id, ["1K", "2K", "4K"], Common);

    /// <summary>What the router may choose from: the configured model first, then the others that Google serves.</summary>
    public static IReadOnlyList<ProviderModel> Offered(string configured) =>
    [
        .. Known.Where(model => model.IsServed && model.Id != configured)
            .Prepend(Find(configured))
            .Select(static model => new ProviderModel(model.Id, model.Sizes)),
    ];
}
