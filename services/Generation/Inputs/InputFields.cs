using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Reads the fields that bring an image. Bytes go to a temporary file at once and leave the memory; what is in them is looked at later, when the call is known to be
/// no repeat. Throws <see cref="ImageStoreException"/> when there is no room for that file.
/// </summary>
internal sealed class InputFields(ImageLinks links, IOptions<StorageOptions> storage, IOptions<InputOptions> options)
{
    private readonly string _folder = storage.Value.EffectiveSpoolPath;

    /// <summary>Of a field of JSON. Null when it is missing or wrong, and then the validation says so.</summary>
    /// <param name="field">As the caller knows it.</param>
    /// <param name="most">In bytes; null for what the configuration allows.</param>
    public async Task<InputImage?> ReadAsync(
        string field, InlineImage? image, HttpContext http, RequestValidation validation, CancellationToken cancellationToken, int? most = null)
    {
        var limit = Math.Min(most ?? int.MaxValue, options.Value.MaxBytes);
        if (image is null)
            validation.Add(field, "missing", "Field required");
        else if (image.Text is { } text)
            return OfText(field, text, http.Request, validation);
        else if (image.Take() is not { } bytes)
            validation.Add(field, "value_error", "Input should be base64, a data: address, an http(s) address or the name of one of your images");
        else if (bytes.Length > limit)
            validation.Add(field, "value_error", TooLarge(limit));
        else
            return await SpoolAsync(field, new MemoryStream(bytes, writable: false), limit, http, cancellationToken);
        return null;
    }

    /// <summary>Of a file's part of a form, copied as it arrives.</summary>
    public async Task<InputImage?> ReadAsync(
        string field, Stream part, HttpContext http, RequestValidation validation, CancellationToken cancellationToken, int? most = null)
    {
        var limit = Math.Min(most ?? int.MaxValue, options.Value.MaxBytes);
        if (await SpoolAsync(field, part, limit, http, cancellationToken) is { } input)
            return input;
        validation.Add(field, "value_error", TooLarge(limit));
        return null;
    }

    /// <summary>Says how large one may be.</summary>
    public static string TooLarge(int limit) => string.Create(CultureInfo.InvariantCulture, $"The image is larger than {limit / (1024.0 * 1024.0):0.##} MB");

    private async Task<InputImage?> SpoolAsync(string field, Stream source, int limit, HttpContext http, CancellationToken cancellationToken)
    {
        if (await SpooledFile.CopyAsync(source, _folder, cancellationToken, limit) is not { } file)
            return null;
        http.Response.RegisterForDisposeAsync(file);
        return new InputImage("sha256:" + Convert.ToHexStringLower(file.Sha256)) { Origin = new InputOrigin.Upload(field, file) };
    }

    private InputImage? OfText(string field, string text, HttpRequest request, RequestValidation validation)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            return text.Contains('\0', StringComparison.Ordinal) ? Refuse(field, validation) : Own(field, text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
            return Refuse(field, validation);

        // Our own links are answered from the store, which also works where we are reached by a private name.
        if (text.StartsWith(links.OriginOf(request) + "/v1/images/", StringComparison.OrdinalIgnoreCase))
            return Own(field, Path.GetFileName(address.AbsolutePath));
        return new InputImage("url:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))) { Origin = new InputOrigin.Link(field, address) };
    }

    private static InputImage Own(string field, string name) => new("image:" + name) { Origin = new InputOrigin.Own(field, name) };

    private static InputImage? Refuse(string field, RequestValidation validation)
    {
        validation.Add(field, "value_error", "Input should be an http(s) address without a user name");
        return null;
    }
}
