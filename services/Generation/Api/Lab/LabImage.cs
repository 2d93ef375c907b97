using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>One image.</summary>
internal sealed record LabImage(string Key, string Filename, string? Url, int? Width, int? Height)
{
    /// <summary>The image of a call that was waited for, whose warnings go into the headers; null when its bytes are nowhere any more.</summary>
    public static LabImage? Of(JobOutcome outcome, string mode, ImageLinks links, HttpContext http)
    {
        var image = outcome.Images[0];
        if ((image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, http.Request) : image.InlineUrl) is not { } url)
            return null;
        if (outcome.Warnings.Count > 0)
            http.Response.Headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
        var name = HistoryNames.Of(mode, outcome.Prompt, outcome.CreatedAt, image.MediaType, image.Image);
        return new LabImage(name, Path.GetFileName(name), url, image.Width, image.Height);
    }
}
