using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Settings;

namespace NanoBanana.Generation.Api.Lab.Prompts;

/// <summary>A prompt, of the library or kept by the caller.</summary>
/// <param name="Id">Of the library <c>portrait-01</c>, of the caller a UUID.</param>
/// <param name="Category"><c>custom</c> for all that the caller keeps.</param>
/// <param name="CreatedAt">Null for the library's.</param>
/// <param name="Language">That the text is in: the library is English.</param>
internal sealed record PromptView(
    string Id, string Text, string? Description, string Category, IReadOnlyList<string> Tags, string? Style, bool IsFavorite, DateTimeOffset? CreatedAt,
    string Language)
{
    public static PromptView Of(KeptPrompt prompt) => new(
        prompt.Id.ToString("D"), prompt.Text, prompt.Description, PromptLibrary.Custom, prompt.Tags, prompt.Style, prompt.IsFavorite, prompt.CreatedAt, prompt.Language);

    public static PromptView Of(PromptCategory category, LibraryPrompt prompt, bool isFavorite) => new(
        prompt.Id, prompt.Text, Description: null, category.Name, prompt.Tags, prompt.Style, isFavorite, CreatedAt: null, Languages.English);
}

/// <summary>A category of prompts.</summary>
/// <param name="DisplayName">In the language asked for.</param>
/// <param name="Count">Prompts in it; of <c>custom</c> the caller's in the language asked for, counted up to 10,000.</param>
/// <param name="Icon">An emoji.</param>
internal sealed record CategoryView(string Name, string DisplayName, string Description, long Count, string Icon)
{
    /// <param name="kept">How many the caller keeps.</param>
    public static IReadOnlyList<CategoryView> All(PromptLibrary library, string language, long kept) =>
    [
        .. library.Categories.Select(category => new CategoryView(
            category.Name, category.DisplayName(language), category.Description(language),
            category.Name == PromptLibrary.Custom ? kept : category.Prompts.Count, category.Icon)),
    ];
}
