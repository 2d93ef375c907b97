using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>Reads an edit's form part by part as it arrives: files go to temporary files, and nothing of them is held.</summary>
internal sealed class OpenAiForm(InputFields fields)
{
    // The prompt is the longest: four bytes a character.
    private const int MaxText = 4 * 32_000;
    private const int MaxBoundary = 70;
    private const int MaxParts = 64;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Throws <see cref="MalformedFormException"/> of what is no form.</summary>
    public async Task<(OpenAiEditRequest Body, IReadOnlyList<InputImage> Inputs)> ReadAsync(HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(BoundaryOf(http.Request), http.Request.Body);
        var texts = new OpenAiFormTexts(validation);
        var images = new List<InputImage>();
        InputImage? mask = null;
        var (sent, masks, parts) = (0, 0, 0);
        while (await NextAsync(reader, cancellationToken) is { } part)
        {
            if (++parts > MaxParts)
                throw new MalformedFormException();
            switch (NameOf(part))
            {
                case "image" or "image[]" when ++sent <= OpenAiEditImages.Most:
                    if (await ReadAsync(sent == 1 ? "image" : $"image[{sent - 1}]", part, http, validation, cancellationToken) is { } image)
                        images.Add(image);
                    break;
                case "mask" when ++masks == 1:
                    mask = await ReadAsync("mask", part, http, validation, cancellationToken);
                    break;
                case "image" or "image[]" or "mask":
                    break;
                case var name:
                    texts.Add(name, await TextAsync(part, cancellationToken));
                    break;
            }
        }

        if (sent == 0)
            validation.Add("image", "missing", "Field required");
        if (sent > OpenAiEditImages.Most)
            validation.Add("image", "value_error", OpenAiEditImages.TooMany);
        if (masks > 1)
            validation.Add("mask", "value_error", "Expected at most one mask.");
        if (mask is not null)
            images.Add(mask with { IsMask = true });
        return (texts.Read(), images);
    }

    private static string BoundaryOf(HttpRequest request)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary) : default;
        return boundary.Length is > 0 and <= MaxBoundary ? boundary.ToString() : throw new MalformedFormException();
    }

    private static string NameOf(MultipartSection part) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) && HeaderUtilities.RemoveQuotes(disposition.Name) is { Length: > 0 } name
            ? name.ToString()
            : throw new MalformedFormException();

    private static Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken) =>
        MalformedFormException.GuardAsync(() => reader.ReadNextSectionAsync(cancellationToken));

    private Task<InputImage?> ReadAsync(string field, MultipartSection part, HttpContext http, RequestValidation validation, CancellationToken cancellationToken) =>
        MalformedFormException.GuardAsync(() => fields.ReadAsync(field, part.Body, http, validation, cancellationToken));

    /// <summary>Null when it is longer than any parameter.</summary>
    private static Task<string?> TextAsync(MultipartSection part, CancellationToken cancellationToken) => MalformedFormException.GuardAsync(async () =>
    {
        var rented = ArrayPool<byte>.Shared.Rent(MaxText + 1);
        try
        {
            var length = await part.Body.ReadAtLeastAsync(rented.AsMemory(0, MaxText + 1), MaxText + 1, throwOnEndOfStream: false, cancellationToken);
            return length > MaxText ? null : Utf8.GetString(rented, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    });
}
