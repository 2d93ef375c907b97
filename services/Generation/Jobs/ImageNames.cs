using System.Globalization;

namespace NanoBanana.Generation.Jobs;

/// <summary>Names of images: derived from the job, so that storing one twice stores it once.</summary>
internal static class ImageNames
{
    public const string MediaType = "image/png";
    private const string Extension = ".png";

    /// <summary><c>gen_{uuid}.png</c>, from the second image on <c>gen_{uuid}-2.png</c>.</summary>
    public static string FileName(Guid jobId, int image) => image == 1
        ? JobIds.ToWire(jobId) + Extension
        : string.Create(CultureInfo.InvariantCulture, $"{JobIds.ToWire(jobId)}-{image}{Extension}");

    public static string StorageKey(Guid jobId, int image) => "images/" + FileName(jobId, image);

    public static bool TryParse(string fileName, out Guid jobId, out int image)
    {
        jobId = default;
        image = 1;
        if (!fileName.EndsWith(Extension, StringComparison.Ordinal))
            return false;
        var stem = fileName[..^Extension.Length];
        const int IdLength = 40;
        if (stem.Length > IdLength + 1 && stem[IdLength] == '-')
        {
            if (!int.TryParse(stem.AsSpan(IdLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out image) || image < 2)
                return false;
            stem = stem[..IdLength];
        }

        return JobIds.TryParse(stem, out jobId);
    }
}
