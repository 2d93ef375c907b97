using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Inputs;

/// <summary>Names of what callers sent.</summary>
internal static class InputNames
{
    private const string Folder = "inputs/";

    /// <summary><c>inputs/in_{uuid}.png</c> or another ending.</summary>
    public static string StorageKey(Guid id, string mediaType) => $"{Folder}in_{id:D}{ExtensionOf(mediaType)}";

    /// <summary>The last part of a key, and of an address.</summary>
    public static string FileName(string storageKey) => storageKey[Folder.Length..];

    /// <summary>The key that a file's name stands for; null when it stands for none.</summary>
    public static string? KeyOf(string fileName, out string mediaType)
    {
        mediaType = Path.GetExtension(fileName) switch
        {
            ".png" => PngFile.MediaType,
            ".jpg" => JpegFile.MediaType,
            ".webp" => WebpFile.MediaType,
            _ => "",
        };
        return mediaType.Length > 0 && fileName.StartsWith("in_", StringComparison.Ordinal)
            && Guid.TryParseExact(fileName.AsSpan(3, Math.Max(0, fileName.LastIndexOf('.') - 3)), "D", out var id)
            ? StorageKey(id, mediaType)
            : null;
    }

    private static string ExtensionOf(string mediaType) => mediaType switch { JpegFile.MediaType => ".jpg", WebpFile.MediaType => ".webp", _ => ".png" };
}
