using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Templates;

/// <summary>Which templates are looked at.</summary>
/// <param name="OnlyPublic">Public ones, the most used first; otherwise the caller's own and public ones, newest first.</param>
/// <param name="Category">Only these; null for all.</param>
/// <param name="Search">In name and description, in any case; null for all.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
/// <param name="Offset">0 or more.</param>
internal sealed record TemplateQuery(bool OnlyPublic, string? Category, string? Search, int Limit, int Offset)
{
    public const int MaxLimit = 100;
}

/// <summary>One of a page.</summary>
internal sealed record ListedTemplate(
    Guid Id, Guid AccountId, string Name, string? Description, string? Category, string[] Tags, bool IsPublic, long UseCount);

/// <param name="Total">All that the query lets through; of a search at most <see cref="Library.SearchText.Most"/>, and what is behind them is not shown either.</param>
/// <param name="Categories">Of all that the caller sees, whatever the query; the fullest of the caller's and of the public ones, at most 100 of each, in order.</param>
internal sealed record TemplatePage(IReadOnlyList<ListedTemplate> Items, long Total, IReadOnlyList<string> Categories);
