using System.Collections.Frozen;
using System.Text.Json;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Prompts;

/// <summary>The prompts that come with the product: files of the folder Library, embedded and read once.</summary>
internal sealed class PromptLibrary
{
    /// <summary>Where all that callers save lies.</summary>
    public const string Custom = "custom";

    /// <summary>In the order in which they are shown.</summary>
    public static readonly string[] CategoryNames =
        ["portrait", "landscape", "food", "abstract", "architecture", "animals", "fantasy", "scifi", "fashion", Custom];

    private readonly FrozenDictionary<string, PromptCategory> _byName;
    private readonly FrozenSet<string> _ids;
    private readonly List<(PromptCategory Category, LibraryPrompt Prompt, string SearchText)> _prompts = [];

    public PromptLibrary()
    {
        Categories = [.. CategoryNames.Select(Read)];
        _byName = Categories.ToFrozenDictionary(static category => category.Name, StringComparer.Ordinal);
        foreach (var category in Categories)
            _prompts.AddRange(category.Prompts.Select(prompt => (category, prompt, SearchText.Of([prompt.Text, .. prompt.Tags]))));
        _ids = _prompts.Select(static row => row.Prompt.Id).ToFrozenSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<PromptCategory> Categories { get; }

    public PromptCategory Category(string name) => _byName[name];

    public bool Has(string id) => _ids.Contains(id);

    /// <param name="category">Only these; null for all.</param>
    /// <param name="search">Only those with it in text or tags, in any case; null for all.</param>
    public IEnumerable<(PromptCategory Category, LibraryPrompt Prompt)> Find(string? category, string? search)
    {
        var lower = search?.ToLowerInvariant();
        return _prompts
            .Where(row => (category is null || row.Category.Name == category) && (lower is null || row.SearchText.Contains(lower, StringComparison.Ordinal)))
            .Select(static row => (row.Category, row.Prompt));
    }

    private static PromptCategory Read(string name)
    {
        using var stream = typeof(PromptLibrary).Assembly.GetManifestResourceStream($"prompts.{name}.json")
            ?? throw new InvalidOperationException($"The prompts of {name} are not embedded.");
        return JsonSerializer.Deserialize(stream, GenerationJsonContext.Default.PromptCategory)!;
    }
}
