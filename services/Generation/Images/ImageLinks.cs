using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Thumbnails;

namespace NanoBanana.Generation.Images;

/// <summary>
/// The stable address of an image or a video. Both are private; the address carries a signature over the file's name, so that whoever was
/// given it may open it in a browser without a credential, for as long as the file is kept.
/// </summary>
internal sealed class ImageLinks(IOptions<ImageLinkOptions> options, IConfiguration configuration)
{
    public const string SignatureParameter = "sig";
    private const int SignatureBytes = 16;
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.SigningKey);
    private readonly byte[]? _previousKey = options.Value.PreviousSigningKey is { Length: > 0 } previous ? Encoding.UTF8.GetBytes(previous) : null;
    private readonly string? _publicUrl = configuration["PublicUrl"]?.TrimEnd('/');

    /// <summary>The absolute address, on the public name of the gateway that the request came through.</summary>
    public string UrlOf(Guid jobId, int image, string mediaType, HttpRequest request) => UrlOf(jobId, image, mediaType, OriginOf(request));

    /// <summary>The absolute address, for whom no request is at hand.</summary>
    /// <param name="origin">As <see cref="OriginOf"/> told it when there was one.</param>
    public string UrlOf(Guid jobId, int image, string mediaType, string origin)
    {
        var name = ImageNames.FileName(jobId, image, mediaType);
        return $"{origin}/v1/{ImageNames.FolderOf(mediaType)}/{name}?{SignatureParameter}={Sign(name, _key)}";
    }

    /// <summary>The absolute address of an image's thumbnail; null of a video, which has none.</summary>
    public string? ThumbnailOf(Guid jobId, int image, string mediaType, string origin)
    {
        if (ImageNames.FolderOf(mediaType) != ImageNames.FolderOf(ImageNames.MediaType))
            return null;
        var name = ThumbnailNames.FileName(jobId, image);
        return $"{origin}/v1/thumbnails/{name}?{SignatureParameter}={Sign(name, _key)}";
    }

    /// <summary>The absolute address of an image that a request brought along, for providers that fetch.</summary>
    /// <param name="name">Its file's name.</param>
    public string InputOf(string name, string origin) => $"{origin}/v1/inputs/{name}?{SignatureParameter}={Sign(name, _key)}";

    /// <summary>Whether the signature was made for this name with a key that counts, compared in constant time.</summary>
    public bool IsSigned(string name, string? signature)
    {
        if (signature is null)
            return false;
        var given = Encoding.ASCII.GetBytes(signature);
        return IsSigned(name, given, _key) || (_previousKey is not null && IsSigned(name, given, _previousKey));
    }

    private static bool IsSigned(string name, byte[] given, byte[] key) => CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Sign(name, key)));

    private static string Sign(string name, byte[] key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(name)).AsSpan(0, SignatureBytes));

    /// <summary>What addresses begin with: scheme, host and port.</summary>
    public string OriginOf(HttpRequest request)
    {
        if (_publicUrl is { Length: > 0 })
            return _publicUrl;
        var host = request.Headers["X-Forwarded-Host"].ToString();
        var scheme = request.Headers["X-Forwarded-Proto"].ToString();
        return host.Length > 0 ? $"{(scheme == "https" ? "https" : "http")}://{host}" : $"{request.Scheme}://{request.Host}";
    }
}
