using System.Text.Json;
using NanoBanana.Generation.Library;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Templates;

/// <summary>Checks what an account wants a template to be.</summary>
internal sealed class TemplateReader(ProviderDirectory providers)
{
    private const int MaxVariables = 50;
    private const int MaxOptions = 100;
    private const int MaxText = 200;
    private readonly string[] _providers = [.. providers.All.Select(static provider => provider.Name)];

    /// <param name="isNew">Whether name and text must be there.</param>
    public void Check(TemplateRequest body, bool isNew, RequestValidation validation)
    {
        validation.Text("name", body.Name?.Trim(), 1, 200, required: isNew);
        validation.Text("description", body.Description, 0, 1_000, required: false);
        validation.Text("prompt_template", body.PromptTemplate, 1, 10_000, required: isNew);
        if (isNew || body.PromptTemplate is not null)
            NotBlank("prompt_template", body.PromptTemplate, validation);
        Variables(body.Variables ?? [], validation);
        body.DefaultSettings?.Check("default_settings", _providers, validation);
        validation.Text("category", body.Category?.Trim(), 0, 50, required: false);
        Tags.Check(body.Tags, 10, validation);
    }

    /// <summary>The settings of one use.</summary>
    public void Check(TemplateSettings? settings, RequestValidation validation) => settings?.Check("settings_override", _providers, validation);

    private static void NotBlank(string field, string? text, RequestValidation validation)
    {
        if (text is { Length: > 0 } && string.IsNullOrWhiteSpace(text))
            validation.Add(field, "string_too_short", "String should have at least 1 character that is no space");
    }

    private static void Variables(IReadOnlyList<TemplateVariable?> variables, RequestValidation validation)
    {
        if (variables.Count > MaxVariables)
            validation.Add("variables", "too_long", $"List should have at most {MaxVariables} items");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(variables.Count, MaxVariables); i++)
        {
            var faults = new RequestValidation();
            if (variables[i] is not { } variable)
                faults.Add("name", "missing", "Field required");
            else
                Check(variable, seen, faults);
            validation.AddWithin(string.Create(null, $"variables -> {i}"), faults);
        }
    }

    private static void Check(TemplateVariable variable, HashSet<string> seen, RequestValidation faults)
    {
        var name = variable.Name?.Trim();
        faults.Text("name", name, 1, RenderTemplate.MaxName);
        if (name?.AsSpan().ContainsAny('{', '}') == true)
            faults.Add("name", "value_error", "String should not contain braces");
        else if (name is not null && !seen.Add(name))
            faults.Add("name", "value_error", "Each variable may be listed once");
        faults.OneOf("type", variable.Type, TemplateVariable.Types);
        faults.Text("description", variable.Description, 0, MaxText, required: false);
        var hasOptions = Options(variable, faults);
        if (variable.Default is not { } value || (variable.Type == TemplateVariable.Enum && !hasOptions))
            return;
        if (VariableValue.Of(variable, value).Fault is { } fault)
            faults.Add("default", "value_error", $"Input {fault}");
        else if (JsonText.Of(value)?.Contains('\0') == true)
            faults.Add("default", "string_type", "String should not contain a NUL character");
    }

    private static bool Options(TemplateVariable variable, RequestValidation faults)
    {
        var options = variable.Options ?? [];
        if (variable.Type == TemplateVariable.Enum && options.Count == 0)
            faults.Add("options", "missing", "An enum needs at least one option");
        if (options.Count > MaxOptions)
            faults.Add("options", "too_long", $"List should have at most {MaxOptions} items");
        for (var i = 0; i < Math.Min(options.Count, MaxOptions); i++)
            faults.Text(string.Create(null, $"options -> {i}"), options[i], 1, MaxText);
        return options.Count > 0;
    }
}
