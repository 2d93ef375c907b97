using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>
/// The form of an edit. Names and file names are quoted and the boundary is not, as browsers write them, because not every server
/// reads the other way; an image's type is declared, because one of unknown type is refused.
/// </summary>
internal static class OpenAiEditForm
{
    public static MultipartFormDataContent Of(OpenAiImageRequest request, IReadOnlyList<ReferenceImage> images, ReferenceImage? mask)
    {
        var boundary = "nanobanana-" + Guid.NewGuid().ToString("N");
        var form = new MultipartFormDataContent(boundary);
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + boundary);
        AddText(form, "model", request.Model);
        AddText(form, "prompt", request.Prompt);
        AddText(form, "n", request.N.ToString(CultureInfo.InvariantCulture));
        AddText(form, "size", request.Size);
        AddText(form, "quality", request.Quality);
        AddText(form, "output_format", request.OutputFormat);
        if (request.PartialImages is { } partials)
        {
            AddText(form, "stream", "true");
            AddText(form, "partial_images", partials.ToString(CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < images.Count; i++)
            AddImage(form, images.Count == 1 ? "image" : "image[]", FileName(i + 1, images[i]), images[i]);
        if (mask is not null)
            AddImage(form, "mask", "mask.png", mask);
        return form;
    }

    private static void AddText(MultipartFormDataContent form, string name, string value)
    {
        var part = new ByteArrayContent(Encoding.UTF8.GetBytes(value));
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        form.Add(part);
    }

    private static string FileName(int number, ReferenceImage image)
    {
        var extension = image.MediaType switch { "image/jpeg" => "jpg", "image/webp" => "webp", _ => "png" };
        return string.Create(CultureInfo.InvariantCulture, $"image-{number}.{extension}");
    }

    private static void AddImage(MultipartFormDataContent form, string name, string fileName, ReferenceImage image)
    {
        var part = new ReadOnlyMemoryContent(image.Bytes);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = $"\"{fileName}\"",
        };
        part.Headers.ContentType = new MediaTypeHeaderValue(image.MediaType);
        form.Add(part);
    }
}
