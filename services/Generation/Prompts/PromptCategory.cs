using NanoBanana.Generation.Settings;

namespace NanoBanana.Generation.Prompts;

/// <summary>A category as its file in the folder Library has it.</summary>
/// <param name="Icon">An emoji.</param>
/// <param name="DisplayNames">By language.</param>
/// <param name="Descriptions">By language, English at least.</param>
/// <param name="Prompts">In English; none of <c>custom</c>, which is the callers' own.</param>
/// <param name="Subjects">What a composed prompt is of.</param>
/// <param name="Settings">Where that is.</param>
/// <param name="Touches">What makes it a picture.</param>
internal sealed record PromptCategory(
    string Name, string Icon, IReadOnlyDictionary<string, string> DisplayNames, IReadOnlyDictionary<string, string> Descriptions,
    IReadOnlyList<LibraryPrompt> Prompts, IReadOnlyList<string> Subjects, IReadOnlyList<string> Settings, IReadOnlyList<string> Touches)
{
    public string DisplayName(string language) => DisplayNames.GetValueOrDefault(language) ?? DisplayNames[Languages.English];

    public string Description(string language) => Descriptions.GetValueOrDefault(language) ?? Descriptions[Languages.English];
}

/// <summary>A prompt of the library.</summary>
/// <param name="Id">Stays when the library grows, because favourites hold on to it.</param>
internal sealed record LibraryPrompt(string Id, string Text, string Style, IReadOnlyList<string> Tags);
