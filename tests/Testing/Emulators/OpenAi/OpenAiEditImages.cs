namespace NanoBanana.Testing.Emulators;

/// <summary>What an edit may bring along: 1 to 16 images of three types, below 50 MB each.</summary>
internal static class OpenAiEditImages
{
    private const int Most = 16;
    private const int Limit = 50 * 1024 * 1024;

    /// <summary>The service's complaint, or null.</summary>
    public static OpenAiProblem? Check(IReadOnlyList<EmulatedPart> files)
    {
        var images = files.Where(static file => file.Name is "image" or "image[]").ToList();
        if (files.FirstOrDefault(static file => file.Name is not ("image" or "image[]" or "mask")) is { } stranger)
            return OpenAiProblem.Unknown(stranger.Name);
        if (images.Count == 0)
            return OpenAiProblem.Missing("image");
        if (images.Count > Most || (images.Count > 1 && images.Exists(static image => image.Name == "image")))
            return OpenAiProblem.BadValue("image", $"{images.Count} images");
        return images.Select(static image => CheckOne(image)).FirstOrDefault(static problem => problem is not null);
    }

    private static OpenAiProblem? CheckOne(EmulatedPart image)
    {
        if (string.IsNullOrEmpty(image.FileName) || image.ContentType is not ("image/png" or "image/jpeg" or "image/webp"))
            return OpenAiProblem.BadImage(image.Name, $"unsupported type '{image.ContentType}'");
        if (image.Bytes.Length >= Limit)
            return OpenAiProblem.BadImage(image.Name, "larger than 50 MB");
        return TypeOf(image.Bytes.Span) == image.ContentType ? null : OpenAiProblem.BadImage(image.Name, "it cannot be decoded");
    }

    private static string TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 8 && bytes[0] == 0x89 && bytes[1..4].SequenceEqual("PNG"u8) ? "image/png"
        : bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 ? "image/jpeg"
        : bytes.Length > 12 && bytes[..4].SequenceEqual("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : "";
}
