using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>
/// Where an order is placed and asked after. Kling has two designs side by side: in the old one each kind of order has its own path; in
/// the new one the model is part of the path, and all orders are asked after at one place.
/// </summary>
/// <param name="Name">As it is stored.</param>
/// <param name="Path">Of the old design; of the new one, where it is asked.</param>
internal sealed record KlingRoute(string Name, string Path, bool IsNew = false)
{
    public static readonly KlingRoute Images = new("images", "v1/images/generations");
    public static readonly KlingRoute TextToVideo = new("text2video", "v1/videos/text2video");
    public static readonly KlingRoute ImageToVideo = new("image2video", "v1/videos/image2video");
    public static readonly KlingRoute Tasks = new("tasks", "tasks", IsNew: true);
    private static readonly KlingRoute[] All = [Images, TextToVideo, ImageToVideo, Tasks];

    public static KlingRoute? Find(string name) => Array.Find(All, route => route.Name == name);

    public static KlingRoute Of(ProviderRequest request) => request switch
    {
        { Kind: not MediaKind.Video } => Images,
        _ when !IsOld(request.Model) => Tasks,
        { References.Count: > 0 } => ImageToVideo,
        _ => TextToVideo,
    };

    /// <summary>Where an order of that model can have been placed.</summary>
    public static IReadOnlyList<KlingRoute> Candidates(string model, MediaKind? kind) => kind switch
    {
        MediaKind.Image => [Images],
        _ when !IsOld(model) => [Tasks],
        MediaKind.Video => [TextToVideo, ImageToVideo],
        _ => [Images, TextToVideo, ImageToVideo],
    };

    /// <summary>Where such an order is placed.</summary>
    public string Creation(ProviderRequest request)
    {
        if (!IsNew)
            return Path;
        var operation = IsOmni(request.Model) ? "omni-video" : request.References.Count > 0 ? "image-to-video" : "text-to-video";
        return $"{operation}/{Uri.EscapeDataString(request.Model)}";
    }

    /// <summary>Where it is asked after by Kling's own name for it.</summary>
    public string Question(string id) => IsNew ? $"{Path}?task_ids={Uri.EscapeDataString(id)}" : $"{Path}/{Uri.EscapeDataString(id)}";

    /// <summary>Where it is asked after by our name for it.</summary>
    public string Search(string reference) =>
        IsNew ? $"{Path}?external_task_ids={Uri.EscapeDataString(reference)}" : $"{Path}/{Uri.EscapeDataString(reference)}";

    /// <summary>One path for words and images together, and no field for words alone.</summary>
    public static bool IsOmni(string model) => model.EndsWith("-omni", StringComparison.Ordinal);

    private static bool IsOld(string model) => model.StartsWith("kling-v", StringComparison.Ordinal);
}
