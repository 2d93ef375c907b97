using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Enhancing;

/// <summary>What became of a prompt. It is kept with the job, so that a repeat tells the same.</summary>
/// <param name="OriginalPrompt">As the caller sent it.</param>
/// <param name="DetectedLanguage">Of the original, two letters of ISO 639-1.</param>
/// <param name="AppliedTemplate">The name of one of <see cref="EnhancementTemplates"/>.</param>
/// <param name="Enhancements">What was added, one word for each.</param>
internal sealed record PromptEnhancement(
    [property: JsonPropertyName("originalPrompt")] string OriginalPrompt,
    [property: JsonPropertyName("enhancedPrompt")] string EnhancedPrompt,
    [property: JsonPropertyName("detectedLanguage")] string DetectedLanguage,
    [property: JsonPropertyName("appliedTemplate")] string AppliedTemplate,
    IReadOnlyList<string> Enhancements);
