namespace NanoBanana.Generation.Templates;

/// <summary>What a template's owner decides, checked.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Description">At most 1,000 characters; null for none.</param>
/// <param name="PromptTemplate">1 to 10,000 characters with <c>{{name}}</c> where a variable stands.</param>
/// <param name="Variables">In the order in which they are asked for.</param>
/// <param name="DefaultSettings">What a use begins with.</param>
/// <param name="Category">1 to 50 characters; null for none.</param>
/// <param name="Tags">At most 10.</param>
/// <param name="IsPublic">Whether everybody sees and uses it.</param>
internal sealed record TemplateContent(
    string Name, string? Description, string PromptTemplate, IReadOnlyList<TemplateVariable> Variables, TemplateSettings DefaultSettings, string? Category,
    IReadOnlyList<string> Tags, bool IsPublic)
{
    /// <summary>Before anything is said of it.</summary>
    public static TemplateContent Empty { get; } = new("", null, "", [], new TemplateSettings(), null, [], IsPublic: false);
}

/// <summary>A template as it is kept.</summary>
internal sealed record StoredTemplate(
    Guid Id, Guid AccountId, TemplateContent Content, long UseCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
