using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Enhancing;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Moderation;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

/// <param name="Prompt">1 to 5,000 characters after trimming.</param>
internal sealed record EnhanceRequest(string? Prompt, EnhancementWish? Options = null);

/// <param name="OriginalPrompt">Trimmed.</param>
/// <param name="DetectedLanguage">Two letters of ISO 639-1.</param>
internal sealed record EnhancedView(
    bool Success,
    [property: JsonPropertyName("originalPrompt")] string OriginalPrompt,
    [property: JsonPropertyName("enhancedPrompt")] string EnhancedPrompt,
    [property: JsonPropertyName("detectedLanguage")] string DetectedLanguage,
    [property: JsonPropertyName("appliedTemplate")] string AppliedTemplate,
    EnhancementMetadata Metadata);

/// <summary>What was asked for, and what was added.</summary>
internal sealed record EnhancementMetadata(string? Style, [property: JsonPropertyName("aspectRatio")] string? AspectRatio, IReadOnlyList<string> Enhancements);

internal static class EnhanceText
{
    private const int MinPrompt = 1;
    private const int MaxPrompt = 5_000;

    public static async Task<Results<Ok<EnhancedView>, FailureResult>> HandleAsync(
        EnhanceRequest body, Caller caller, HttpContext http, EnhancePrompt enhance, Moderator moderator, CancellationToken cancellationToken)
    {
        http.Features.Set(new OriginalPrompt(body.Prompt ?? ""));
        var validation = new RequestValidation();
        var prompt = BanatieReader.Prompt(body.Prompt, MinPrompt, MaxPrompt, validation);
        var options = EnhancementReader.Read(body.Options, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        // What shall not be seen is not judged: that is where people write such words.
        var judged = new GenerationRequest(string.Join('\n', options.Words.Prepend(prompt)), 0, 0, 0, "", "enhance", BanatieReader.Family);
        if (await moderator.RefuseAsync([judged], caller.Principal, cancellationToken) is { } blocked)
            return (FailureResult)blocked;
        var enhanced = await enhance.RunAsync(prompt, options, options.OutputFormat ?? OutputFormats.Text);
        return TypedResults.Ok(new EnhancedView(
            Success: true, prompt, WithUnwanted(enhanced.EnhancedPrompt, options), enhanced.DetectedLanguage, enhanced.AppliedTemplate,
            new EnhancementMetadata(options.ImageStyle, options.AspectRatio, enhanced.Enhancements)));
    }

    /// <summary>An image has a place of its own for it, a text does not.</summary>
    private static string WithUnwanted(string text, EnhancementWish options) => options.NegativePrompt is not { } unwanted ? text
        : options.OutputFormat == OutputFormats.Markdown ? $"{text}\n- **Avoid:** {unwanted}"
        : $"{text.TrimEnd('.')}. Avoid: {unwanted}.";
}
