using System.Globalization;
using System.Text.Json;
using NanoBanana.Generation.Library;

namespace NanoBanana.Generation.Templates;

/// <summary>What a value is in a prompt, or why it is none.</summary>
/// <param name="Text">As it stands there.</param>
/// <param name="Fault">The end of a sentence that begins with the variable; null when there is none.</param>
internal readonly record struct VariableValue(string Text, string? Fault)
{
    /// <summary>The longest value, in characters.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Forms send texts: numbers and truth values are taken as such too, and texts may be given as numbers.</summary>
    public static VariableValue Of(TemplateVariable variable, JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : JsonText.Of(value);
        if (text is { Length: > MaxLength })
            return Bad($"must have at most {MaxLength} characters");
        return variable.Type switch
        {
            TemplateVariable.Number => IsNumber(value, text) ? new(text!.Trim(), null) : Bad("must be a number"),
            TemplateVariable.Boolean => bool.TryParse(text, out var truth) ? new(truth ? "true" : "false", null) : Bad("must be true or false"),
            TemplateVariable.Enum => text is not null && variable.Options?.Contains(text, StringComparer.Ordinal) == true
                ? new(text, null)
                : Bad($"must be one of: {string.Join(", ", variable.Options ?? [])}"),
            _ => text is null ? Bad("must be a text") : new(text, null),
        };
    }

    private static bool IsNumber(JsonElement value, string? text) =>
        value.ValueKind == JsonValueKind.Number
        || (value.ValueKind == JsonValueKind.String && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number));

    private static VariableValue Bad(string fault) => new("", fault);
}
