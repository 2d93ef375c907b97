using NanoBanana.Generation.Templates;

namespace NanoBanana.Generation.Api.Lab.Templates;

/// <summary>A template.</summary>
/// <param name="IsOwner">Whether the caller may change it.</param>
/// <param name="UseCount">How often it was filled.</param>
/// <param name="PreviewUrl">Null: nothing makes previews yet.</param>
internal sealed record TemplateView(
    Guid Id, string Name, string? Description, string PromptTemplate, IReadOnlyList<TemplateVariable> Variables, TemplateSettings DefaultSettings,
    string? Category, IReadOnlyList<string> Tags, bool IsPublic, bool IsOwner, long UseCount, string? PreviewUrl, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static TemplateView Of(StoredTemplate template, Guid caller)
    {
        var content = template.Content;
        return new TemplateView(
            template.Id, content.Name, content.Description, content.PromptTemplate, content.Variables, content.DefaultSettings, content.Category, content.Tags,
            content.IsPublic, template.AccountId == caller, template.UseCount, PreviewUrl: null, template.CreatedAt, template.UpdatedAt);
    }
}

internal sealed record TemplateAnswer(TemplateView Template);

internal sealed record SavedTemplateAnswer(bool Success, TemplateView Template);

/// <summary>A template in a list, without what only its use needs.</summary>
internal sealed record ListedTemplateView(
    Guid Id, string Name, string? Description, string? Category, IReadOnlyList<string> Tags, bool IsPublic, bool IsOwner, long UseCount, string? PreviewUrl)
{
    public static ListedTemplateView Of(ListedTemplate row, Guid caller) => new(
        row.Id, row.Name, row.Description, row.Category, row.Tags, row.IsPublic, row.AccountId == caller, row.UseCount, PreviewUrl: null);
}

/// <summary>A page of templates.</summary>
/// <param name="Total">All that the filters let through; of a search at most 10,000.</param>
/// <param name="Categories">Those that the caller's list has, whatever the filters: the fullest 100 of the account's and of the public ones.</param>
internal sealed record TemplateListView(
    IReadOnlyList<ListedTemplateView> Templates, long Total, int Limit, int Offset, bool HasMore, IReadOnlyList<string> Categories);
