using System.Text.Json;

namespace NanoBanana.Generation.Templates;

/// <summary>A gap of a template.</summary>
/// <param name="Name">1 to 50 characters without braces; no two of a template have the same.</param>
/// <param name="Type"><c>string</c> (default), <c>number</c>, <c>enum</c> or <c>boolean</c>.</param>
/// <param name="Required">Whether a use must give it when it has no default. An optional one without either leaves nothing in its place.</param>
/// <param name="Default">What stands there when a use gives nothing.</param>
/// <param name="Description">At most 200 characters.</param>
/// <param name="Options">Of an <c>enum</c>: 1 to 100 texts of at most 200 characters.</param>
internal sealed record TemplateVariable(
    string? Name, string? Type = TemplateVariable.Text, bool Required = true, JsonElement? Default = null, string? Description = null,
    IReadOnlyList<string?>? Options = null)
{
    public const string Text = "string";
    public const string Number = "number";
    public const string Enum = "enum";
    public const string Boolean = "boolean";
    public static readonly string[] Types = [Text, Number, Enum, Boolean];
}
