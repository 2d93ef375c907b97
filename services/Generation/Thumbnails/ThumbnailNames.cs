using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Thumbnails;

/// <summary>Names of thumbnails: an image's with another ending, in a folder of their own.</summary>
internal static class ThumbnailNames
{
    /// <summary>What every thumbnail is kept as.</summary>
    public const string MediaType = WebpFile.MediaType;

    private const string Ending = ".webp";

    /// <summary><c>gen_{uuid}.webp</c>, from the second image on <c>gen_{uuid}-2.webp</c>.</summary>
    public static string FileName(Guid jobId, int image) => Path.ChangeExtension(ImageNames.FileName(jobId, image, ImageNames.MediaType), Ending);

    public static string StorageKey(Guid jobId, int image) => $"thumbnails/{FileName(jobId, image)}";

    public static bool TryParse(string fileName, out Guid jobId, out int image)
    {
        (jobId, image) = (default, 1);
        return fileName.EndsWith(Ending, StringComparison.Ordinal)
            && ImageNames.TryParse(Path.ChangeExtension(fileName, ImageNames.ExtensionOf(ImageNames.MediaType)), out jobId, out image, out _);
    }
}
