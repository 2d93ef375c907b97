using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace NanoBanana.Testing.Emulators;

/// <summary>Reads a <c>multipart/form-data</c> body.</summary>
internal static class MultipartForm
{
    /// <summary>The parts in order; null when the body is not such a form.</summary>
    public static async Task<List<EmulatedPart>?> ReadAsync(string? contentType, ReadOnlyMemory<byte> body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 70 } boundary)
        {
            return null;
        }

        var parts = new List<EmulatedPart>();
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray()));
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.DispositionType != "form-data")
                    return null;
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes);
                parts.Add(new EmulatedPart(
                    HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() : null,
                    section.ContentType ?? "", bytes.ToArray()));
            }
        }
        catch (IOException)
        {
            return null;
        }

        return parts;
    }
}
