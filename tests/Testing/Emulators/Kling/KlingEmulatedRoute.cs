namespace NanoBanana.Testing.Emulators;

/// <summary>An address that takes orders.</summary>
/// <param name="Path">Without the slash before it; of the new design with the model.</param>
/// <param name="Models">Of the old design; the new one has its model in the path.</param>
internal sealed record KlingEmulatedRoute(string Path, string Models = "")
{
    private static readonly KlingEmulatedRoute[] All =
    [
        new("v1/images/generations", "kling-v3,kling-v2-1"),
        new("v1/videos/text2video", "kling-v3,kling-v2-6,kling-v2-5-turbo"),
        new("v1/videos/image2video", "kling-v3,kling-v2-6,kling-v2-5-turbo"),
        .. new[] { "kling-3.0", "kling-3.0-turbo", "kling-2.6" }.SelectMany(static model => new[] { new KlingEmulatedRoute($"text-to-video/{model}"), new($"image-to-video/{model}") }),
        new("omni-video/kling-3.0-omni"),
    ];

    private static readonly string[] OldCommon = ["model_name", "prompt", "negative_prompt", "callback_url", "external_task_id", "watermark_info"];
    private static readonly string[] OldImage = [.. OldCommon, "image", "image_reference", "image_fidelity", "human_fidelity", "resolution", "n", "aspect_ratio", "element_list"];
    private static readonly string[] OldWords = [.. OldCommon, "mode", "duration", "sound", "aspect_ratio", "cfg_scale"];
    private static readonly string[] OldFrame = [.. OldCommon, "mode", "duration", "sound", "image", "image_tail", "cfg_scale"];

    public bool IsNew => Models.Length == 0;

    public bool IsImage => Path == "v1/images/generations";

    /// <summary>Whether it begins with an image.</summary>
    public bool HasFrame => Path.Contains("image2video", StringComparison.Ordinal) || Path.StartsWith("image-to-video", StringComparison.Ordinal);

    public bool IsOmni => Path.StartsWith("omni-video", StringComparison.Ordinal);

    /// <summary>Of the new design.</summary>
    public string Model => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The fields that a request of the old design may have.</summary>
    public string[] Fields => IsImage ? OldImage : HasFrame ? OldFrame : OldWords;

    public static KlingEmulatedRoute? Find(string path) => Array.Find(All, route => route.Path == path);

    /// <summary>The old design's place to ask: the address of the order and an id.</summary>
    public static KlingEmulatedRoute? FindQuestion(string path, out string id)
    {
        id = path[(path.LastIndexOf('/') + 1)..];
        var start = path[..Math.Max(0, path.Length - id.Length - 1)];
        return Array.Find(All, route => !route.IsNew && route.Path == start);
    }
}
