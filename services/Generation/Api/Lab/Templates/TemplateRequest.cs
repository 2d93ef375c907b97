using System.Text.Json.Serialization;
using NanoBanana.Generation.Templates;

namespace NanoBanana.Generation.Api.Lab.Templates;

/// <summary>
/// What making and changing a template read. To change one every field is optional; <c>description</c>, <c>category</c> and
/// <c>default_settings</c> are emptied by a null, and a null for any other field leaves it as it is.
/// </summary>
internal sealed class TemplateRequest
{
    /// <summary>1 to 200 characters after trimming.</summary>
    public string? Name { get; set; }

    /// <summary>At most 1,000 characters.</summary>
    public string? Description
    {
        get;
        set => (field, HasDescription) = (value, true);
    }

    /// <summary>1 to 10,000 characters, with <c>{{name}}</c> where a variable stands.</summary>
    public string? PromptTemplate { get; set; }

    /// <summary>At most 50.</summary>
    public IReadOnlyList<TemplateVariable?>? Variables { get; set; }

    /// <summary>What a use begins with.</summary>
    public TemplateSettings? DefaultSettings
    {
        get;
        set => (field, HasSettings) = (value, true);
    }

    /// <summary>At most 50 characters.</summary>
    public string? Category
    {
        get;
        set => (field, HasCategory) = (value, true);
    }

    /// <summary>At most 10, each of 1 to 50 characters.</summary>
    public IReadOnlyList<string?>? Tags { get; set; }

    /// <summary>Whether everybody sees and uses it; false unless given.</summary>
    public bool? IsPublic { get; set; }

    [JsonIgnore]
    public bool HasDescription { get; private set; }

    [JsonIgnore]
    public bool HasSettings { get; private set; }

    [JsonIgnore]
    public bool HasCategory { get; private set; }

    /// <summary>With every field that was sent, once they are checked.</summary>
    public TemplateContent Over(TemplateContent known) => new(
        Name?.Trim() ?? known.Name,
        HasDescription ? Description : known.Description,
        PromptTemplate ?? known.PromptTemplate,
        Variables is null ? known.Variables : [.. Variables.Select(static variable => variable! with { Name = variable.Name!.Trim(), Type = variable.Type ?? TemplateVariable.Text })],
        HasSettings ? DefaultSettings ?? new TemplateSettings() : known.DefaultSettings,
        HasCategory ? Category?.Trim() is { Length: > 0 } category ? category : null : known.Category,
        Tags is null ? known.Tags : [.. Tags.Select(static tag => tag!.Trim()).Distinct(StringComparer.Ordinal)],
        IsPublic ?? known.IsPublic);
}
