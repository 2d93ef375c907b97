using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api;

/// <summary>How a video shall be, in terms that every family uses.</summary>
internal sealed record VideoShape(string Resolution, string AspectRatio, int Duration, int? Fps)
{
    private const int UsualSeconds = 5;
    private const int MostSeconds = 60;
    private static readonly string[] Ratios = ["1:1", "16:9", "9:16", "21:9", "4:5"];

    /// <summary>With every default filled in; the frame rate stays the model's own.</summary>
    public static VideoShape Of(string? resolution, string? aspectRatio, int? duration, int? fps) =>
        new(resolution ?? "720p", aspectRatio ?? "16:9", duration ?? UsualSeconds, fps);

    /// <param name="prefix">Before the fields' names, where they lie deeper.</param>
    public void Check(string prefix, RequestValidation validation)
    {
        validation.OneOf(prefix + "resolution", Resolution, VideoSteps.Names);
        validation.OneOf(prefix + "aspect_ratio", AspectRatio, Ratios);
        validation.Range(prefix + "duration", Duration, 1, MostSeconds);
        if (Fps is { } fps)
            validation.Range(prefix + "fps", fps, 15, 60);
    }

    /// <summary>Only of one that was checked.</summary>
    public ImageSize Size() => ImageSize.Of(Providers.Models.AspectRatio.Parse(AspectRatio)!.Value, Resolution, MediaKind.Video)!.Value;
}
