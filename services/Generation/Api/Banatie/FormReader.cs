using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>A form that was read.</summary>
/// <param name="Texts">What its parts without a file say, by their names.</param>
/// <param name="Images">Its files, in their order.</param>
internal sealed record UploadedForm(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<InputImage> Images)
{
    public string? Find(string name) => Texts.GetValueOrDefault(name);
}

/// <summary>Reads forms part by part, as they arrive: files go to disk, and what stays in memory are texts of a bounded length.</summary>
internal sealed class FormReader(InputFields fields)
{
    /// <summary>Three files, and room for texts and boundaries.</summary>
    public const long MaxBody = (MaxFiles * (long)MaxFile) + (256 * 1024);

    public const int MaxFiles = 3;
    private const int MaxFile = 5 * 1024 * 1024;
    private const int MaxParts = 64;
    private const int MaxText = 64 * 1024;
    public const string Files = "files";

    /// <summary>Null when it cannot be read. What is wrong with its files is said by the validation.</summary>
    public async Task<UploadedForm?> ReadAsync(HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return null;
        var form = new MultipartReader(boundary, http.Request.Body) { BodyLengthLimit = null };
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var images = new List<InputImage>();
        try
        {
            for (var parts = 0; await form.ReadNextSectionAsync(cancellationToken) is { } part; parts++)
            {
                if (parts == MaxParts || part.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                    return null;
                if (disposition.IsFileDisposition())
                    await AddFileAsync(name, disposition, part, images, http, validation, cancellationToken);
                else if (await TextOfAsync(part.Body, cancellationToken) is { } text)
                    texts[Indexed(name, texts)] = text;
                else
                    return null;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException && exception is not BadHttpRequestException))
        {
            return null;
        }

        return new UploadedForm(texts, images);
    }

    private async Task AddFileAsync(
        string name, ContentDispositionHeaderValue disposition, MultipartSection part, List<InputImage> images, HttpContext http, RequestValidation validation,
        CancellationToken cancellationToken)
    {
        var fileName = HeaderUtilities.RemoveQuotes(disposition.FileName.HasValue ? disposition.FileName : disposition.FileNameStar).Value ?? "";

        // A browser sends an empty part for a field that nothing was chosen for.
        if (fileName.Length == 0)
            return;
        if (name is not (Files or Files + "[]"))
            validation.Add(name, "value_error", $"Files must be sent as '{Files}'");
        else if (images.Count == MaxFiles)
            validation.Add(Files, "too_long", $"At most {MaxFiles} files are allowed");
        else if (await fields.ReadAsync(Files, part.Body, http, validation, cancellationToken, MaxFile) is { Origin: InputOrigin.Upload upload } image)
        {
            if (await FileNameCheck.FaultOfAsync(fileName, upload.File, cancellationToken) is { } fault)
                validation.Add(Files, "value_error", fault);
            images.Add(image);
        }
    }

    /// <summary>Null of what is too long, or no UTF-8.</summary>
    private static async Task<string?> TextOfAsync(Stream part, CancellationToken cancellationToken)
    {
        var rented = ArrayPool<byte>.Shared.Rent(MaxText + 1);
        try
        {
            var length = await part.ReadAtLeastAsync(rented.AsMemory(0, MaxText + 1), MaxText + 1, throwOnEndOfStream: false, cancellationToken);
            return length > MaxText ? null : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(rented, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Repeated names are a list: <c>a[]</c> becomes <c>a[0]</c>, <c>a[1]</c>.</summary>
    private static string Indexed(string name, Dictionary<string, string> texts) =>
        name.EndsWith("[]", StringComparison.Ordinal) ? $"{name[..^2]}[{texts.Keys.Count(known => known.StartsWith(name[..^1], StringComparison.Ordinal))}]" : name;
}
