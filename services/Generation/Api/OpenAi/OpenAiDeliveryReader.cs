using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>Reads how a caller wants what is made, and which of its wishes nothing comes of.</summary>
internal static class OpenAiDeliveryReader
{
    private const string Png = "png";
    private const string Address = "url";
    private const string Bytes = "b64_json";
    public const int Lossless = 100;
    public static readonly string[] Formats = [Png, "jpeg", "webp"];
    public static readonly string[] Ways = [Bytes, Address];

    /// <param name="name">What its events are called: <c>image_generation</c> or <c>image_edit</c>.</param>
    /// <param name="isServed">Whether the model that was named serves: false of a name that only stands for any.</param>
    /// <param name="fidelity">As an edit may wish it.</param>
    public static OpenAiDelivery Read(OpenAiImageFields body, string name, bool isServed, string? fidelity, RequestValidation validation)
    {
        validation.OneOf("output_format", body.OutputFormat, Formats);
        validation.Range("output_compression", body.OutputCompression ?? Lossless, 0, Lossless);
        validation.OneOf("response_format", body.ResponseFormat, Ways);
        var format = body.OutputFormat ?? Png;
        var streams = body.Stream ?? false;
        var asUrl = (body.ResponseFormat ?? (OpenAiModels.AnswersAddresses(body.Model) && !streams && format == Png ? Address : Bytes)) == Address;
        if (format == Png && body.OutputCompression is < Lossless)
            validation.Add("output_compression", "value_error", "Compression of less than 100 goes with output_format 'jpeg' or 'webp' only.");
        if (format == "jpeg" && body.Background == "transparent")
            validation.Add("background", "value_error", "A JPEG has no transparent background.");
        if (asUrl && format != Png)
            validation.Add("output_format", "value_error", "With response_format 'url' images are PNG.");
        if (asUrl && streams)
            validation.Add("response_format", "value_error", "A stream carries 'b64_json' only.");
        var partials = streams && (body.N ?? 1) == 1 ? body.PartialImages ?? 0 : 0;
        return new OpenAiDelivery(format, body.OutputCompression ?? Lossless, asUrl, streams, partials, name, [.. Ignored(body, isServed, fidelity)]);
    }

    private static IEnumerable<string> Ignored(OpenAiImageFields body, bool isServed, string? fidelity)
    {
        if (body.Model is { Length: > 0 } && !isServed)
            yield return Jobs.GenerationWarning.ModelSubstituted;
        if (body.Quality is not (null or "auto" or "standard"))
            yield return "quality_ignored";
        if (body.Background == "transparent")
            yield return "background_ignored";
        if (body.Style == "vivid")
            yield return "style_ignored";
        if (fidelity is not null)
            yield return "input_fidelity_ignored";
    }
}
