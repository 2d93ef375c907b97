using System.Buffers;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>
/// Whether a file's name says what is in it: the family promises certain formats by name and content, and a file that is something else than it says was chosen by
/// mistake, or by somebody who means harm.
/// </summary>
internal static class FileNameCheck
{
    private const int Longest = 12;

    /// <summary>Null when both agree. Whether the file is whole is looked at later.</summary>
    public static async Task<string?> FaultOfAsync(string fileName, SpooledFile file, CancellationToken cancellationToken)
    {
        var named = Path.GetExtension(fileName).ToLowerInvariant() switch
        {
            ".png" => PngFile.MediaType,
            ".jpg" or ".jpeg" => JpegFile.MediaType,
            ".webp" => WebpFile.MediaType,
            _ => null,
        };
        if (named is null)
            return "Files must be PNG, JPEG, JPG or WebP";
        var head = ArrayPool<byte>.Shared.Rent(Longest);
        try
        {
            var length = await file.Rewind().ReadAtLeastAsync(head.AsMemory(0, Longest), Longest, throwOnEndOfStream: false, cancellationToken);
            return TypeOf(head.AsSpan(0, length)) is { } type && type != named ? "A file is not what its name says" : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngFile.MediaType,
        [0xFF, 0xD8, ..] => JpegFile.MediaType,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P'] => WebpFile.MediaType,
        _ => null,
    };
}
