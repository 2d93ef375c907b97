using System.Globalization;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Jobs;

/// <summary>Names of images and videos: derived from the job, so that storing one twice stores it once.</summary>
internal static class ImageNames
{
    /// <summary>What every image is kept as.</summary>
    public const string MediaType = "image/png";

    private const string Images = "images";
    private const string Videos = "videos";
    private const int IdLength = 40;

    private static readonly (string MediaType, string Extension, string Folder)[] Kinds =
        [(MediaType, ".png", Images), (Mp4File.MediaType, ".mp4", Videos), (ApngFile.MediaType, ".apng", Videos)];

    /// <summary>What a video may be kept as: nobody converts it.</summary>
    public static IEnumerable<string> VideoTypes => Kinds.Where(static kind => kind.Folder == Videos).Select(static kind => kind.MediaType);

    /// <summary><c>gen_{uuid}.png</c> or another ending, from the second one on <c>gen_{uuid}-2.png</c>.</summary>
    public static string FileName(Guid jobId, int image, string mediaType) => image == 1
        ? JobIds.ToWire(jobId) + KindOf(mediaType).Extension
        : string.Create(CultureInfo.InvariantCulture, $"{JobIds.ToWire(jobId)}-{image}{KindOf(mediaType).Extension}");

    /// <summary>The ending of such files, with its dot.</summary>
    public static string ExtensionOf(string mediaType) => KindOf(mediaType).Extension;

    /// <summary>The folder in the store, and the last part of the route: <c>images</c> or <c>videos</c>.</summary>
    public static string FolderOf(string mediaType) => KindOf(mediaType).Folder;

    public static string StorageKey(Guid jobId, int image, string mediaType) => $"{FolderOf(mediaType)}/{FileName(jobId, image, mediaType)}";

    public static bool TryParse(string fileName, out Guid jobId, out int image, out string mediaType)
    {
        (jobId, image, mediaType) = (default, 1, MediaType);
        var dot = fileName.LastIndexOf('.');
        var kind = dot < 0 ? -1 : Array.FindIndex(Kinds, kind => fileName.AsSpan(dot).SequenceEqual(kind.Extension));
        if (kind < 0)
            return false;
        mediaType = Kinds[kind].MediaType;
        var stem = fileName[..dot];
        if (stem.Length > IdLength + 1 && stem[IdLength] == '-')
        {
            if (!int.TryParse(stem.AsSpan(IdLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out image) || image < 2)
                return false;
            stem = stem[..IdLength];
        }

        return JobIds.TryParse(stem, out jobId);
    }

    /// <summary>What is none of the others was an image before there were videos.</summary>
    private static (string MediaType, string Extension, string Folder) KindOf(string mediaType)
    {
        var kind = Array.FindIndex(Kinds, kind => kind.MediaType == mediaType);
        return Kinds[kind < 0 ? 0 : kind];
    }
}
