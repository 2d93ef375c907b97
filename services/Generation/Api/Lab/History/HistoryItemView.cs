using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Api.Lab.History;

/// <param name="AspectRatio">The nearest of the named ones to the size that was asked for.</param>
/// <param name="Resolution"><c>1K</c>, <c>2K</c> or <c>4K</c>.</param>
internal sealed record HistorySettings(string AspectRatio, string? Resolution);

/// <summary>One image of a history.</summary>
/// <param name="Id">Its name; the file's name or the image's id lead to it as well.</param>
/// <param name="ImageId">What favourites and projects know it by.</param>
/// <param name="Duration">From the order to its end, in seconds.</param>
/// <param name="Url">Null when its bytes were not kept.</param>
/// <param name="R2Key">Its name once more, as older clients ask for it.</param>
internal sealed record HistoryItemView(
    string Id, Guid ImageId, string Filename, string Prompt, string Mode, HistorySettings Settings, double Duration, DateTimeOffset CreatedAt, string? Url,
    string R2Key, string? TextResponse, string? Thinking, Guid? SessionId, string? Provider, string? Model)
{
    private static readonly AspectRatio[] Ratios =
        [.. new[] { "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5", "21:9" }.Select(static text => AspectRatio.Parse(text)!.Value)];

    public static HistoryItemView Of(HistoryImage image, ImageLinks links, HttpRequest http) => new(
        image.Name, image.Id, Path.GetFileName(image.Name), image.Prompt, image.Mode, new HistorySettings(RatioOf(image), image.Resolution),
        Math.Round(image.TookMs / 1000.0, 3), image.CreatedAt, image.IsKept ? links.UrlOf(image.JobId, image.Image, image.MediaType, http) : null, image.Name,
        image.TextResponse, image.Thinking, image.SessionId, image.Provider, image.Model);

    private static string RatioOf(HistoryImage image)
    {
        var asked = AspectRatio.Of(image.Width, image.Height);
        return Ratios.MinBy(ratio => ratio.DistanceTo(asked)).ToString();
    }
}
