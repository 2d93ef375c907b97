using System.Globalization;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>The parameters of a form, where numbers and switches are texts.</summary>
internal sealed class OpenAiFormTexts(RequestValidation validation)
{
    private static readonly string[] Names =
    [
        "prompt", "model", "n", "size", "quality", "background", "output_format", "output_compression", "response_format", "moderation", "style", "user", "stream", "partial_images",
        "input_fidelity",
    ];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <param name="text">Null when it is longer than any parameter.</param>
    public void Add(string name, string? text)
    {
        if (!Names.Contains(name))
            validation.Add(name, OpenAiErrors.UnknownParameter, "Unknown parameter");
        else if (text is null)
            validation.Add(name, "string_too_long", "The text is too long");
        else if (!_texts.TryAdd(name, text))
            validation.Add(name, "value_error", "The parameter was given more than once");
    }

    public OpenAiEditRequest Read() => new()
    {
        Prompt = _texts.GetValueOrDefault("prompt"),
        Model = Text("model"),
        N = Number("n"),
        Size = Text("size"),
        Quality = Text("quality"),
        Background = Text("background"),
        OutputFormat = Text("output_format"),
        OutputCompression = Number("output_compression"),
        ResponseFormat = Text("response_format"),
        Moderation = Text("moderation"),
        Style = Text("style"),
        User = Text("user"),
        Stream = Switch("stream"),
        PartialImages = Number("partial_images"),
        InputFidelity = Text("input_fidelity"),
    };

    private string? Text(string name) => _texts.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private int? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        validation.Add(name, "type_error", "Expected an integer.");
        return null;
    }

    private bool? Switch(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (bool.TryParse(text, out var value))
            return value;
        validation.Add(name, "type_error", "Expected a boolean.");
        return null;
    }
}
