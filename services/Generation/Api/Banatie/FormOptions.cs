using System.Globalization;
using System.Text.Json;
using NanoBanana.Generation.Enhancing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>Reads the options of a form: one part of JSON, <c>enhancementOptions</c>, or a part for each, <c>enhancementOptions[mood]</c>.</summary>
internal static class FormOptions
{
    public const string Part = "enhancementOptions";

    public static EnhancementWish? Read(UploadedForm form, RequestValidation validation)
    {
        if (form.Find(Part) is { } json && !string.IsNullOrWhiteSpace(json))
            return Parse(json, validation);
        if (!form.Texts.Keys.Any(static name => name.StartsWith(Part + "[", StringComparison.Ordinal)))
            return null;
        return new EnhancementWish(Of("imageStyle"), Of("aspectRatio"), Of("mood"), Of("lighting"), Of("cameraAngle"), Negatives(form), Of("outputFormat"));

        string? Of(string name) => form.Find($"{Part}[{name}]");
    }

    /// <summary><c>true</c> or <c>false</c>; false when it is not there.</summary>
    public static bool Flag(UploadedForm form, string name, RequestValidation validation)
    {
        if (form.Find(name)?.Trim() is not { Length: > 0 } text)
            return false;
        if (!bool.TryParse(text, out var flag))
            validation.Add(name, "bool_parsing", $"{name} must be true or false");
        return flag;
    }

    /// <summary>One part, or one for each: <c>[negativePrompts][]</c> and <c>[negativePrompts][0]</c>.</summary>
    private static List<string?>? Negatives(UploadedForm form)
    {
        const string name = Part + "[negativePrompts]";
        if (form.Find(name) is { } one)
            return [one];
        var several = new List<string?>();
        while (form.Find(string.Create(CultureInfo.InvariantCulture, $"{name}[{several.Count}]")) is { } next)
            several.Add(next);
        return several.Count == 0 ? null : several;
    }

    private static EnhancementWish? Parse(string json, RequestValidation validation)
    {
        try
        {
            return JsonSerializer.Deserialize(json, GenerationJsonContext.Default.EnhancementWish);
        }
        catch (JsonException)
        {
            validation.Add(Part, "json_invalid", "enhancementOptions must be one JSON object of the documented fields");
            return null;
        }
    }
}
